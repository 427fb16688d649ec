/** Tells people of the same name apart: "Ben", "Ben (2)". A label stays with its person for as long as the name does. */
export class Labels {
  /** @type {Map<string, { name: string, label: string }>} */
  #given = new Map();

  /**
   * @param {string} id
   * @param {string} name
   */
  of(id, name) {
    const known = this.#given.get(id);
    if (known?.name === name) return known.label;
    this.#given.delete(id);
    const label = this.#free(name);
    this.#given.set(id, { name, label });
    return label;
  }

  /** @param {string} id */
  forget(id) {
    this.#given.delete(id);
  }

  /** @param {string} name */
  #free(name) {
    const taken = new Set([...this.#given.values()].map(({ label }) => look(label)));
    let label = name;
    for (let number = 2; taken.has(look(label)); number++) label = `${name} (${number})`;
    return label;
  }
}

/**
 * What the eye sees of a name, nearly.
 *
 * @param {string} name
 */
function look(name) {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
