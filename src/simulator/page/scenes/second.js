import { arrives, morning } from './pieces.js';

const consultation = {
  id: 'consultation',
  title: '会商：议题、决议、到期提醒',
  steps: [
    morning,
    arrives('zjj', { title: '老旧小区雨污分流反复返工', coDepartments: ['cgj'] }),
    {
      says: '议题自己生成：二次不满意、疑难、多部门、热点，有卡片也有文件；每月 15 日会前自动送达。',
      who: 'centre/director',
      text: '会商',
      look: 'centre/director',
      expects: ['会商议题'],
    },
    {
      says: '会上对这件多部门工单作出决议，写明责任单位和时限；责任单位的主要负责人马上收到。',
      who: 'centre/director',
      text: '决议 {no} 处理:推进 责任:住建局 时限:3个工作日 内容:由住建局牵头，一周内拿出整改方案',
      look: 'zjj/principal',
      expects: ['会商决议'],
    },
  ],
};

/** 第二条: the monthly consultation. */
export const SECOND = [consultation];
