import type { StreetState } from './state.ts';
import { type Answer, bytes, no, ok, type Plain, record, str } from './vendor.ts';

const TYPES = ['click', 'view', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'location_select'];

/** The codes of D90313 for what an entry may not be; sizes in bytes (D90231). */
const wrongEntry = (given: unknown, under: boolean): Answer | undefined => {
  const entry = record(given);
  const most = under ? 40 : 16;
  if (str(entry.name) === '' || bytes(entry.name) > most) return no(under ? 40025 : 40018, 'invalid button name size');
  const list = entry.sub_button;
  if (Array.isArray(list) && list.length > 0) {
    if (under) return no(40022, 'invalid sub menu level');
    if (list.length > 5) return no(40023, 'invalid sub button size');
    return list.map((one) => wrongEntry(one, true)).find((wrong) => wrong !== undefined);
  }
  if (!TYPES.includes(str(entry.type))) return no(40017, 'invalid button type');
  if (entry.type !== 'view' && (str(entry.key) === '' || bytes(entry.key) > 128))
    return no(40019, 'invalid button key size');
  if (entry.type === 'view' && (!/^https?:\/\//.test(str(entry.url)) || bytes(entry.url) > 1024))
    return no(40020, 'invalid button url size');
  return undefined;
};

const notOurs = ({ settings }: StreetState, query: URLSearchParams): Answer | undefined =>
  Number(query.get('agentid')) === settings.wecom.agentId
    ? undefined
    : no(301002, 'not allow operate another agent with this accesstoken');

/** `menu/create` (D90231): one to three entries, of which each may be a list of one to five. */
export const createMenu = (state: StreetState, query: URLSearchParams, body: Plain): Answer => {
  const buttons = Array.isArray(body.button) ? body.button : [];
  const size = buttons.length < 1 || buttons.length > 3 ? no(40016, 'invalid button size') : undefined;
  const wrong =
    notOurs(state, query) ?? size ?? buttons.map((one) => wrongEntry(one, false)).find((one) => one !== undefined);
  if (wrong) return wrong;
  state.menu = buttons.map((one) => ({ sub_button: [], ...record(one) }));
  return ok();
};

/** `menu/get` (D90232): 46003 where none was made. */
export const getMenu = (state: StreetState, query: URLSearchParams): Answer =>
  notOurs(state, query) ?? (state.menu ? ok({ button: state.menu }) : no(46003, 'menu no exist'));
