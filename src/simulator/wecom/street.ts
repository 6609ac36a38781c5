import type { Street, TenantSettings, Town } from '../town/types.ts';
import { verifyUrl } from './callbacks.ts';
import { handleApi } from './http.ts';
import { answerImage } from './images.ts';
import { answerLogin } from './login.ts';
import { changeContact, click, say } from './residents.ts';
import { openGateway } from './robot.ts';
import { type KeptState, keepState, newState, takeUpState } from './state.ts';

/** WeCom in the town: `qyapi` below `/cgi-bin`, the robot's socket at `/ws`, and what residents do there. */
export const wecomStreet = (parts: { town: Town; settings: TenantSettings; baseUrl: () => string }): Street => {
  const state = newState(parts);
  const gateway = openGateway(state);
  let checking: Promise<boolean> | undefined;
  /** The administrator has saved the callback address: it is checked when the app is first used. */
  const checked = async (): Promise<void> => {
    if (state.callbackVerified === true) return;
    checking ??= verifyUrl(state).finally(() => {
      checking = undefined;
    });
    await checking;
  };
  return {
    platform: 'wecom',
    handle: async (request, response, path) => {
      if (answerLogin(state, path, request, response)) return true;
      if (answerImage(state, path, response)) return true;
      if (!path.startsWith('/cgi-bin/')) return false;
      if (path === '/cgi-bin/message/send') await checked();
      await handleApi(state, request, response, path);
      return true;
    },
    upgrade: (request, socket, head, path) => {
      if (path !== '/ws') return false;
      gateway.upgrade(request, socket, head);
      return true;
    },
    say: (input) => say(state, gateway, input),
    click: (input) => click(state, gateway, input),
    changeContact: (input) => changeContact(state, input),
    keep: () => keepState(state),
    takeUp: (kept) => takeUpState(state, kept as KeptState),
    reset: () => {
      gateway.cut();
      Object.assign(state, newState(parts));
      delete state.token;
      delete state.callbackVerified;
      delete state.menu;
    },
    close: () => gateway.close(),
    describe: () => ({
      token: state.token !== undefined,
      robot: gateway.connected(),
      menu: state.menu ?? null,
      callbackVerified: state.callbackVerified ?? false,
    }),
  };
};
