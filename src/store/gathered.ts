/** The most that goes into one statement. */
const MOST = 100;

/**
 * Gathers what comes while the last one is under way: `run` gets all of it at once and answers in the same order. An
 * error is everybody's who was in it.
 */
export const gathered = <In, Out>(run: (items: readonly In[]) => Promise<Out[]>): ((item: In) => Promise<Out>) => {
  let waiting: { item: In; resolve(out: Out): void; reject(thrown: unknown): void }[] = [];
  let busy = false;
  const serve = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const now = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      try {
        const answers = await run(now.map(({ item }) => item));
        now.forEach(({ resolve }, place) => {
          resolve(answers[place] as Out);
        });
      } catch (thrown) {
        for (const { reject } of now) reject(thrown);
      }
    }
    busy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void serve();
    });
};
