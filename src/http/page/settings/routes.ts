import Router from '@koa/router';
import type { PageParts } from '../parts.ts';
import { onlyFor } from '../sees.ts';
import { yearRoutes } from './calendar.ts';
import { policyRoutes } from './policy.ts';
import { schemeRoute } from './scheme.ts';

/** Policy, 考核方案 and calendar under `/page/settings/`: for the centre's director and administrator. */
export const settingsRoutes = (router: Router, parts: PageParts): void => {
  const settings = new Router();
  settings.use('/page/settings', onlyFor('settings'));
  policyRoutes(settings, parts);
  schemeRoute(settings, parts);
  yearRoutes(settings, parts);
  router.use(settings.routes());
};
