import type { PlatformContext } from '../platform.ts';
import type { DingtalkApi } from './api.ts';
import type { Background } from './background.ts';
import type { Names } from './names.ts';
import type { Quota } from './quota.ts';
import type { Route } from './route.ts';
import type { DingtalkSettings } from './settings.ts';

/** What taking and sending need. */
export interface Means {
  settings: DingtalkSettings;
  context: PlatformContext;
  api: DingtalkApi;
  background: Background;
  route: Route;
  quota: Quota;
  names: Names;
}
