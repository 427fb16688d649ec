/**
 * Watches over the call in a page from now on: gives a function that tells what has gone wrong since.
 *
 * @param {import('./person.js').Person} person
 * @param {import('./person.js').Person} other
 */
export async function watchOver(person, other) {
  const watch = await person.page.evaluateHandle((id) => {
    const troubles = [];
    const { connection } = globalThis.parley.mesh.connections.get(id);
    connection.addEventListener('connectionstatechange', () => {
      troubles.push(`the connection was ${connection.connectionState}`);
    });
    const removals = new MutationObserver((changes) => {
      const tiles = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      for (const { dataset } of tiles) troubles.push(`the tile of ${dataset?.peer} was removed`);
    });
    removals.observe(document.getElementById('tiles'), { childList: true });
    return { connection, troubles };
  }, other.id);
  return () =>
    watch.evaluate(({ connection, troubles }, id) => {
      const isSame = globalThis.parley.mesh.connections.get(id)?.connection === connection;
      return isSame ? troubles : [...troubles, 'there is another connection'];
    }, other.id);
}
