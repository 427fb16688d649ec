/**
 * Gives people with the same name different labels: "Ben", "Ben (2)". Otherwise anyone could pass as somebody else by using
 * the same name. A label stays the same for as long as the name does, even if the other Ben leaves.
 */
export class UniqueNames {
  /** @type {Map<string, { name: string, label: string }>} by peer id */
  #labels = new Map();

  /**
   * @param {string} id
   * @param {string} name
   */
  labelOf(id, name) {
    const known = this.#labels.get(id);
    if (known?.name === name) return known.label;
    this.#labels.delete(id);
    const label = this.#unusedLabel(name);
    this.#labels.set(id, { name, label });
    return label;
  }

  /** @param {string} id */
  delete(id) {
    this.#labels.delete(id);
  }

  /** @param {string} name */
  #unusedLabel(name) {
    const used = new Set([...this.#labels.values()].map(({ label }) => appearance(label)));
    let label = name;
    for (let number = 2; used.has(appearance(label)); number++) label = `${name} (${number})`;
    return label;
  }
}

/**
 * A key that is equal for names that look the same or nearly so.
 *
 * @param {string} name
 */
function appearance(name) {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
