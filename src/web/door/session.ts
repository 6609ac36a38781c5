import { shallowRef } from 'vue';
import type { Session } from '../../http/page/shapes.ts';
import { type Answer, expired, get, post, useCsrf } from './ask.ts';

/** Who is logged in; undefined before the first look and after the session ended. */
export const session = shallowRef<Session>();

/** County's clock less this device's, in ms. */
let ahead = 0;

/** The county's present, whatever this device's clock says. */
export const present = (): Date => new Date(Date.now() + ahead);

/** Looks who is logged in, and takes the token and the county's clock. */
export const loadSession = async (): Promise<Answer<Session>> => {
  const answer = await get<Session>('session');
  if ('ok' in answer) {
    // Somebody else logged in here: nothing of the one before may stay on the page.
    if (session.value && session.value.person.id !== answer.ok.person.id) location.reload();
    session.value = answer.ok;
    expired.value = false;
    useCsrf(answer.ok.csrf);
    ahead = new Date(answer.ok.now).getTime() - Date.now();
  }
  return answer;
};

/** Where to log in, to come back to the page one is at. */
export const loginPath = (to: string): string => `/login?to=${encodeURIComponent(to)}`;

/** Ends the session here and at the front desk, and forgets every draft of this device. */
export const logout = async (): Promise<void> => {
  await post('logout', {});
  session.value = undefined;
  sessionStorage.clear();
};
