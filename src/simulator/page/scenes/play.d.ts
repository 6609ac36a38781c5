/** One step of a scene; see `pieces.js`. */
export interface Step {
  says: string;
  look: string;
  quick?: boolean;
}
export interface Scene {
  id: string;
  article: string;
  title: string;
  steps: Step[];
}
export interface Play {
  scene: Scene;
  step: number;
  no: string;
}
/** The town as `GET /town` answers it, and its API. */
export interface World {
  town(): unknown;
  refresh(): Promise<void>;
  post(path: string, body: object): Promise<unknown>;
}
export const SCENES: Scene[];
export function newPlay(scene: Scene, clock: string, chance: number): Play;
export function playStep(world: World, play: Play): Promise<Step>;
