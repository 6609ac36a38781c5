/** One step of a scene; see `pieces.js`. */
export interface Step {
  says: string;
  look: string;
  quick?: boolean;
}
export interface Scene {
  id: string;
  title: string;
  steps: Step[];
}
export interface Play {
  scene: Scene;
  step: number;
  no: string;
}
/** The town as `GET /town` answers it and keeps changing, and its API. */
export interface World {
  town(): unknown;
  /** Comes back when something has changed in the town, or after a second at most. */
  news(): Promise<void>;
  /** How long a step waits for its outcome, milliseconds: a platform's rate limit may make the bot wait up to a minute. */
  patienceMs: number;
  post(path: string, body: object): Promise<unknown>;
}
export function newPlay(scene: Scene, clock: string, chance: number): Play;
export function playStep(
  world: World,
  play: Play,
): Promise<{
  step: Step;
  message: string | undefined;
  /** Who did it (the clock and the city's platform are nobody), and in what way. */
  did: { who?: string; mark?: string; words: string };
}>;
