import { until } from './town.ts';

interface TownState {
  clock: string;
  messages: { id: string }[];
}

/** What the page's player of scenes needs of a town: its state, which follows its events, and its API. */
export interface SceneWorld {
  town(): TownState;
  news(): Promise<void>;
  post(path: string, body: object): Promise<unknown>;
  refresh(): Promise<void>;
  close(): void;
  patienceMs: number;
}

/** Reads the town's events until told to stop; `heard` is called for every piece. */
const listen = async (url: string, signal: AbortSignal, heard: () => void): Promise<void> => {
  const response = await fetch(`${url}/town/events`, { signal });
  for await (const _piece of response.body ?? []) heard();
};

/** The player's world on the town's API alone, as a page has it. */
export const openSceneWorld = async (url: string): Promise<SceneWorld> => {
  let state: TownState = { clock: '', messages: [] };
  let pieces = 0;
  let known = 0;
  let ring: (() => void) | undefined;
  const stop = new AbortController();
  void listen(url, stop.signal, () => {
    pieces += 1;
    ring?.();
  }).catch(() => undefined);
  const world: SceneWorld = {
    town: () => state,
    refresh: async () => {
      known = pieces;
      state = (await (await fetch(`${url}/town`)).json()) as TownState;
    },
    news: async () => {
      if (known === pieces)
        await new Promise<void>((resolve) => {
          const late = setTimeout(resolve, 1_000);
          ring = () => {
            clearTimeout(late);
            resolve();
          };
        });
      ring = undefined;
      await world.refresh();
    },
    post: async (path, body) => {
      const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    close: () => stop.abort(),
    patienceMs: 12_000,
  };
  await until(async () => {
    await world.refresh();
    return state.clock !== '';
  }, 'the town tells its state');
  return world;
};
