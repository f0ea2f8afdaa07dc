/**
 * Calls the listener for one event after the other, whatever time it takes; its failure is thrown by `all`. Once all was
 * stopped it is told nothing more: what it was not told, it is when the session goes on.
 */
export function tellInTurn<Event>(listener: (event: Event) => Promise<void>, signal: AbortSignal) {
  let chain: Promise<void> = Promise.resolve();
  return {
    tell(event: Event) {
      chain = chain.then(() => (signal.aborted ? undefined : listener(event)));
      // Seen in `all`.
      chain.catch(() => {});
    },
    all: () => chain,
  };
}
