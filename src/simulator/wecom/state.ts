import type { TenantSettings, Town } from '../town/types.ts';

/** What the street knows between calls. Vendor windows (72 h, 1 h) run in the town's time, sockets and limits in real time. */
export interface StreetState {
  town: Town;
  settings: TenantSettings;
  baseUrl(): string;
  token?: { value: string; until: number };
  /** response_code → the message it changes, and until when (epoch ms, town time). */
  responseCodes: Map<string, { message: string; person: string; until: number }>;
  /** response_url codes: the callback they answer. */
  responseUrls: Map<string, { chat?: string; person: string; until: number }>;
  taskIds: Set<string>;
  /** What the app sent, by msgid: the messages it became, and when (epoch ms, town time). */
  appMessages: Map<string, { messages: string[]; at: number }>;
  /** Sends by key within the last hour (real epoch ms). */
  sends: Map<string, number[]>;
  /** People who have spoken to the robot, and groups asleep that were woken. */
  spoken: Set<string>;
  media: Map<string, { bytes: Buffer; type: string; name: string; webhookKey?: string }>;
  /** Pictures at an address that anybody can open and that stays, by its last part; when they came (epoch ms, town time). */
  images: Map<string, { bytes: Buffer; type: string; at: number }>;
  /** Files residents sent to the robot, sealed: by the address's sign, until when (epoch ms, town time). */
  sent: Map<string, { bytes: Buffer; until: number }>;
  duplicates: Map<string, number>;
  /** The app's menu, once one was made. */
  menu?: Record<string, unknown>[];
  /** Login codes: of whom, until when (epoch ms, real time); asking uses one up. */
  loginCodes: Map<string, { person: string; until: number }>;
  callbackVerified?: boolean;
  count: number;
}

export const newState = (parts: Pick<StreetState, 'town' | 'settings' | 'baseUrl'>): StreetState => ({
  ...parts,
  responseCodes: new Map(),
  responseUrls: new Map(),
  taskIds: new Set(),
  appMessages: new Map(),
  sends: new Map(),
  spoken: new Set(),
  media: new Map(),
  images: new Map(),
  sent: new Map(),
  duplicates: new Map(),
  loginCodes: new Map(),
  count: 0,
});

/** What outlives the simulator: the codes and ids by which standing cards are changed, and who has spoken to the robot. */
export interface KeptState {
  responseCodes: [string, { message: string; person: string; until: number }][];
  taskIds: string[];
  appMessages: [string, { messages: string[]; at: number }][];
  spoken: string[];
  count: number;
  menu?: Record<string, unknown>[];
}

export const keepState = (state: StreetState): KeptState => ({
  responseCodes: [...state.responseCodes],
  taskIds: [...state.taskIds],
  appMessages: [...state.appMessages],
  spoken: [...state.spoken],
  count: state.count,
  ...(state.menu ? { menu: state.menu } : {}),
});

export const takeUpState = (state: StreetState, kept: KeptState): void => {
  state.responseCodes = new Map(kept.responseCodes);
  state.taskIds = new Set(kept.taskIds);
  state.appMessages = new Map(kept.appMessages);
  state.spoken = new Set(kept.spoken);
  state.count = kept.count;
  if (kept.menu) state.menu = kept.menu;
};

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Counts a send; true when it is one too many for a limit per minute or per hour (sliding, real time). */
export const overLimit = (
  state: StreetState,
  key: string,
  perMinute: number,
  perHour = Number.POSITIVE_INFINITY,
): boolean => {
  const now = Date.now();
  const recent = (state.sends.get(key) ?? []).filter((at) => now - at < HOUR);
  const minute = recent.filter((at) => now - at < MINUTE).length;
  if (minute >= perMinute || recent.length >= perHour) return true;
  state.sends.set(key, [...recent, now]);
  return false;
};

export const nextId = (state: StreetState, prefix: string): string => {
  state.count += 1;
  return `${prefix}${state.count.toString().padStart(6, '0')}`;
};
