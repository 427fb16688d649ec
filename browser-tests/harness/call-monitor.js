/**
 * Monitors a call on one participant's page from now on.
 *
 * @param {import('./participant.js').Participant} person
 * @param {import('./participant.js').Participant} other
 * @returns {Promise<() => Promise<string[]>>} a function that reads the interruptions so far
 */
export async function monitorCall(person, other) {
  const connection = await person.connectionTo(other);
  const problems = await connection.evaluateHandle((connection, id) => {
    const problems = [];
    connection.addEventListener('connectionstatechange', () => {
      const { connectionState, signalingState } = connection;
      // Firefox reports a working connection as `connecting` while an offer waits for its answer.
      const isOffering = connectionState === 'connecting' && signalingState === 'have-local-offer';
      if (connectionState !== 'connected' && !isOffering)
        problems.push(`the connection was ${connectionState}`);
    });
    const removals = new MutationObserver((changes) => {
      const tiles = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      // Not those of shared screens.
      for (const { dataset } of tiles)
        if (dataset?.testid === 'tile') problems.push(`the tile of ${dataset.peer} was removed`);
    });
    removals.observe(document.getElementById('tiles'), { childList: true });
    const states = new MutationObserver((changes) => {
      for (const { target } of changes)
        if (target.dataset.state !== 'connected')
          problems.push(`the tile of ${target.dataset.peer} showed ${target.dataset.state}`);
    });
    const tile = document.querySelector(`[data-testid=tile][data-peer="${id}"]`);
    states.observe(tile, { attributeFilter: ['data-state'] });
    return problems;
  }, other.id);
  return async () => {
    const now = await person.connectionTo(other);
    const isSame = await now.evaluate((now, before) => now === before, connection);
    return isSame ? problems.jsonValue() : ['the connection was replaced'];
  };
}
