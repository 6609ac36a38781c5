/**
 * Steps that several scenes share. Each says what happens (`says`), does one thing – a person writes (`who`, `text`, `at`
 * a group) or presses (`press` an action of the newest card there `about` something), a ticket arrives, or the clock moves –
 * and shows a place (`look`) in which the bot must then say what the scene `expects`; `never` names places and words
 * that must not appear there, `quick` steps go on by themselves with the one before.
 *
 * A place is `cgj/principal` (the bot's conversation with the first person of that department and role), `cgj/group`,
 * `centre/group` or `county/group`. `{no}` is this play's ticket, `{other}` a second one, `{today}` the date, `{name:cgj/deputy}`
 * a person's name.
 */
const UNITS = { cgj: '县城市管理局', zjj: '县住房和城乡建设局' };

/** Every scene begins on a working morning, far enough from the one before for its cards to come one by one. */
export const morning = {
  says: '先把城里的钟拨到工作日上午。',
  clock: '11 minutes, within 08:50-10:30',
  look: 'centre/group',
};

export const arrives = (unit, ticket = {}) => ({
  says: `市平台转来一件工单，派给${UNITS[unit]}；单位工作群里马上出现卡片，不带诉求人姓名和电话。`,
  ticket: { department: unit, type: '求助', title: '南门桥头路灯不亮', content: '晚上很黑，老人出行不便', ...ticket },
  look: `${unit}/group`,
  expects: ['{no}'],
});

export const claims = (unit) => ({
  says: '联络员在群里点“签收”（也可以发“签收 编号”）。',
  who: `${unit}/liaison`,
  press: 'claim',
  at: `${unit}/group`,
  look: `${unit}/group`,
  expects: ['{no}', '签收人'],
});

export const signs = (unit) => ({
  says: '主要负责人私聊签批，写明牵头、经办（第一条）；尚未签收的，签批即签收。牵头和经办各自收到任务。',
  who: `${unit}/principal`,
  text: `签批 {no} 牵头:{name:${unit}/deputy} 经办:{name:${unit}/handler}`,
  look: `${unit}/handler`,
  expects: ['{no}', '请办理'],
});

export const contacts = (unit) => ({
  says: '经办人员见到诉求人，登记联系（见人、见事、见结果）。',
  who: `${unit}/handler`,
  text: '联系 {no} 方式:见面 地点:南门社区 情况:已当面了解情况',
  look: `${unit}/handler`,
  expects: ['已记录 {no} 的联系'],
});

export const replies = (unit) => ({
  says: '经办人员答复，写清办理流程和结果；缺一项都会被追问。',
  who: `${unit}/handler`,
  text: '回复 {no} 流程:到现场勘查并联系责任单位处理 结果:问题已处理',
  look: `${unit}/principal`,
  expects: ['请审核答复'],
});

export const approves = (unit) => ({
  says: '主要负责人把关签字、用印，点“审核通过”，工单办结，转县热线中心回访。',
  who: `${unit}/principal`,
  press: 'review:approve',
  values: { seal: '电子签' },
  look: 'centre/followUp',
  expects: ['{no}'],
});

/** From the intake to the closing, for scenes that begin behind it. */
export const closedBefore = (unit, ticket) => [
  arrives(unit, { caller: { name: '周女士', phone: '13800001111' }, ...ticket }),
  { ...signs(unit), says: '单位签批、联系、答复、审核，一路办到办结，转县热线中心回访。' },
  { ...contacts(unit), quick: true },
  { ...replies(unit), quick: true },
  { ...approves(unit), quick: true },
];

export const calls = (answers, says, look, expects) => ({
  says,
  who: 'centre/followUp',
  text: `回访 {no} ${answers}`,
  look,
  expects,
});
