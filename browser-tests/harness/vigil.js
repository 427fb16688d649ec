/**
 * Watches over the call in a page from now on: gives a function that tells what has gone wrong since.
 *
 * @param {import('./person.js').Person} person
 * @param {import('./person.js').Person} other
 */
export async function watchOver(person, other) {
  const connection = await person.connectionTo(other);
  const troubles = await connection.evaluateHandle((connection) => {
    const troubles = [];
    connection.addEventListener('connectionstatechange', () => {
      troubles.push(`the connection was ${connection.connectionState}`);
    });
    const removals = new MutationObserver((changes) => {
      const tiles = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      for (const { dataset } of tiles) troubles.push(`the tile of ${dataset?.peer} was removed`);
    });
    removals.observe(document.getElementById('tiles'), { childList: true });
    return troubles;
  });
  return async () => {
    const now = await person.connectionTo(other);
    const isSame = await now.evaluate((now, before) => now === before, connection);
    return isSame ? troubles.jsonValue() : ['there is another connection'];
  };
}
