import { nextTick } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { deskRoutes } from './desk/routes.ts';
import { loadSession, loginPath, session } from './door/session.ts';
import { i18n } from './words/index.ts';

/** What a route may say of itself. `open`: without a login. `title`: a word of the dictionary below `title`. */
declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean;
    title?: string;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('./mine/MyTickets.vue'), meta: { title: 'mine' } },
    { path: '/t/:no', component: () => import('./ticket/TicketView.vue'), props: true, meta: { title: 'ticket' } },
    { path: '/login', component: () => import('./login/LoginPage.vue'), meta: { open: true, title: 'login' } },
    ...deskRoutes,
    { path: '/:rest(.*)', component: () => import('./shell/NoSuchPage.vue'), meta: { title: 'missing' } },
  ],
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  if (to.meta.open || session.value) return true;
  const answer = await loadSession();
  // Without a connection the page itself opens and says so.
  if ('problem' in answer && answer.problem.status === 401) return loginPath(to.fullPath);
  return true;
});

/** A new page has its title, and the reading begins at its heading. */
router.afterEach(async (to, from) => {
  const { t } = i18n.global;
  document.title = `${t(`title.${to.meta.title ?? 'mine'}`, { no: String(to.params.no ?? '') })} · ${t('app.name')}`;
  if (to.path === from.path || from.matched.length === 0) return;
  await nextTick();
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
});
