/**
 * Gives people with the same name different labels: "Ben", "Ben (2)". Otherwise anyone could pass as somebody else by using
 * the same name. A label stays the same for as long as the name does, even if the other Ben leaves. Only the number that is due
 * to a peer that was lost goes with it: most often, that was the same person.
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

  /**
   * @param {string} id
   * @param {boolean} [wasLost]  whether its connection was lost, so that others with this name get smaller numbers
   */
  delete(id, wasLost = false) {
    const { name = '' } = this.#labels.get(id) ?? {};
    this.#labels.delete(id);
    if (!wasLost) return;
    const others = [...this.#labels].filter(([, other]) => appearance(other.name) === appearance(name));
    for (const [other] of others) this.#labels.delete(other);
    for (const [other, { name }] of others) this.labelOf(other, name);
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
