/** Isolated world. Resolves in a task of its own: messages that were posted to this document before have arrived by then, also in a hidden tab. */
export function waitForNextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port2.onmessage = () => {
      port2.close();
      resolve();
    };
    port1.postMessage(null);
  });
}
