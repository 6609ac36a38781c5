import type { RouteRecordRaw } from 'vue-router';
import type { Tab } from './Part.vue';

const DESK: Tab[] = [
  { to: '/desk', words: 'desk.tabs.queues', for: 'desk', exact: true },
  { to: '/desk/deliveries', words: 'desk.tabs.ledger', for: 'desk' },
  { to: '/desk/departments', words: 'desk.tabs.board', for: 'desk' },
  { to: '/desk/people', words: 'desk.tabs.people', for: 'desk' },
  { to: '/desk/audit', words: 'desk.tabs.audit', for: 'audit' },
];
const LEAGUE: Tab[] = [
  { to: '/league/daily', words: 'desk.tabs.daily', for: 'league' },
  { to: '/league/monthly', words: 'desk.tabs.monthly', for: 'league' },
  { to: '/league/month', words: 'desk.tabs.month', for: 'league' },
];
const SETTINGS: Tab[] = [
  { to: '/settings/policy', words: 'desk.tabs.policy', for: 'settings' },
  { to: '/settings/scheme', words: 'desk.tabs.scheme', for: 'settings' },
  { to: '/settings/calendar', words: 'desk.tabs.calendar', for: 'settings' },
];

const part = () => import('./Part.vue');
const DATE = '(\\d{4}-\\d{2}-\\d{2})';
const MONTH = '(\\d{4}-\\d{2})';

/** The centre's desk, the league tables and the settings: `/desk…`, `/league…`, `/settings…`, each lazily loaded. */
export const deskRoutes: RouteRecordRaw[] = [
  {
    path: '/desk',
    component: part,
    props: { name: 'nav.desk', tabs: DESK },
    children: [
      { path: '', component: () => import('./queues/Queues.vue'), meta: { title: 'desk' } },
      {
        path: 'queues/:name([A-Za-z]+)',
        component: () => import('./queues/WholeQueue.vue'),
        props: true,
        meta: { title: 'desk' },
      },
      { path: 'deliveries', component: () => import('./ledger/Ledger.vue'), meta: { title: 'ledger' } },
      { path: 'departments', component: () => import('./board/Board.vue'), meta: { title: 'board' } },
      { path: 'people', component: () => import('./board/People.vue'), meta: { title: 'people' } },
      { path: 'audit', component: () => import('./audit/Audit.vue'), meta: { title: 'audit' } },
    ],
  },
  {
    path: '/league',
    component: part,
    props: { name: 'nav.league', tabs: LEAGUE },
    redirect: '/league/daily',
    children: [
      {
        path: `daily/:period${DATE}?`,
        component: () => import('./league/Daily.vue'),
        props: true,
        meta: { title: 'daily' },
      },
      {
        path: `monthly/:period${MONTH}?`,
        component: () => import('./league/Monthly.vue'),
        props: true,
        meta: { title: 'monthly' },
      },
      {
        path: `month/:period${MONTH}?`,
        component: () => import('./month/Month.vue'),
        props: true,
        meta: { title: 'month' },
      },
    ],
  },
  {
    path: '/settings',
    component: part,
    props: { name: 'nav.settings', tabs: SETTINGS },
    redirect: '/settings/policy',
    children: [
      { path: 'policy', component: () => import('./policy/Policy.vue'), meta: { title: 'policy' } },
      { path: 'scheme', component: () => import('./scheme/Scheme.vue'), meta: { title: 'scheme' } },
      {
        path: 'calendar/:year(20\\d\\d)?',
        component: () => import('./calendar/Year.vue'),
        props: true,
        meta: { title: 'calendar' },
      },
    ],
  },
];
