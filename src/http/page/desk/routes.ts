import Router from '@koa/router';
import type { PageParts } from '../parts.ts';
import { onlyFor } from '../sees.ts';
import { auditRoute } from './audit.ts';
import { deliveryRoutes } from './deliveries.ts';
import { departmentRoute } from './departments.ts';
import { peopleRoute } from './people.ts';
import { queueRoutes } from './queues.ts';

/** The centre's desk under `/page/desk/`: behind the session, for the centre's people. */
export const deskRoutes = (router: Router, parts: PageParts): void => {
  // The supervision office reads traces and has no desk.
  auditRoute(router, parts);
  const desk = new Router();
  desk.use('/page/desk', onlyFor('desk'));
  queueRoutes(desk, parts);
  deliveryRoutes(desk, parts);
  departmentRoute(desk, parts);
  peopleRoute(desk, parts);
  router.use(desk.routes());
};
