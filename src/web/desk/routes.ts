import type { RouteRecordRaw } from 'vue-router';

/** The centre's desk, the league tables and the settings: `/desk…`, `/league…`, `/settings…`, each lazily loaded. */
export const deskRoutes: RouteRecordRaw[] = [];
