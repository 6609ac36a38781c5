/** WeCom's limits, each with the page it comes from. Bytes are UTF-8; 字 are display advice, cut so that nothing is clipped oddly. */
export const LIMITS = {
  /** D99110, D90236: text content. */
  textBytes: 2048,
  /** D99110: webhook markdown and markdown_v2. */
  markdownBytes: 4096,
  /** D90236: app markdown. */
  appMarkdownBytes: 2048,
  /** D101031, D101138: robot stream and response markdown. */
  streamBytes: 20_480,
  /** D101032: robot card, tighter than the app's. */
  titleLetters: 26,
  titleDescLetters: 30,
  subTitleLetters: 112,
  sourceLetters: 13,
  /** D90236: horizontal_content_list. */
  facts: 6,
  factNameLetters: 5,
  factValueLetters: 26,
  /** D90236: button_list. */
  buttons: 6,
  buttonLetters: 10,
  /** D90236: select_list of multiple_interaction, options of every select. */
  selects: 3,
  options: 10,
  optionLetters: 10,
  optionIdBytes: 128,
  /** D90236: checkbox of vote_interaction. */
  boxes: 20,
  boxLetters: 11,
  /** D90236: template_card key and task_id. */
  keyBytes: 1024,
  taskIdBytes: 128,
  /** D90241: passive text. */
  passiveBytes: 2048,
} as const;
