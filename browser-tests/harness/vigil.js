/**
 * Watches over the call in a page from now on: gives a function that tells what has gone wrong since.
 *
 * @param {import('./person.js').Person} person
 * @param {import('./person.js').Person} other
 */
export async function watchOver(person, other) {
  const connection = await person.connectionTo(other);
  const troubles = await connection.evaluateHandle((connection, id) => {
    const troubles = [];
    connection.addEventListener('connectionstatechange', () => {
      const { connectionState, signalingState } = connection;
      // Firefox calls what works so while it waits for the answer to an offer.
      const isOffering = connectionState === 'connecting' && signalingState === 'have-local-offer';
      if (connectionState !== 'connected' && !isOffering)
        troubles.push(`the connection was ${connectionState}`);
    });
    const removals = new MutationObserver((changes) => {
      const tiles = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      for (const { dataset } of tiles) troubles.push(`the tile of ${dataset?.peer} was removed`);
    });
    removals.observe(document.getElementById('tiles'), { childList: true });
    const states = new MutationObserver((changes) => {
      for (const { target } of changes)
        if (target.dataset.state !== 'connected')
          troubles.push(`the tile of ${target.dataset.peer} said ${target.dataset.state}`);
    });
    const tile = document.querySelector(`[data-testid=tile][data-peer="${id}"]`);
    states.observe(tile, { attributeFilter: ['data-state'] });
    return troubles;
  }, other.id);
  return async () => {
    const now = await person.connectionTo(other);
    const isSame = await now.evaluate((now, before) => now === before, connection);
    return isSame ? troubles.jsonValue() : ['there is another connection'];
  };
}
