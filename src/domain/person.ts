/** Roles in a department (requirements.md, words; the organisation file). */
export const DEPARTMENT_ROLES = ['liaison', 'handler', 'deputy', 'principal', 'delegate'] as const;
/** Roles at the county hotline centre (department `centre`). */
export const CENTRE_ROLES = ['operator', 'followUp', 'director', 'administrator'] as const;
/** Roles of the county's leaders and bureaus. */
export const COUNTY_ROLES = [
  'hotlineLeader',
  'countyLeader',
  'receptionLeader',
  'petitionBureau',
  'supervisionOffice',
] as const;

export const ROLES = [...DEPARTMENT_ROLES, ...CENTRE_ROLES, ...COUNTY_ROLES] as const;
export type Role = (typeof ROLES)[number];

/** The code of the centre's own department. */
export const CENTRE = 'centre';

export const ROLE_NAMES: Record<Role, string> = {
  liaison: '联络员',
  handler: '经办人员',
  deputy: '分管领导',
  principal: '主要负责人',
  delegate: '受委托签批人',
  operator: '值班员',
  followUp: '回访员',
  director: '中心负责人',
  administrator: '管理员',
  hotlineLeader: '县政府热线分管领导',
  countyLeader: '分管县领导',
  receptionLeader: '接访县领导',
  petitionBureau: '县委信访局',
  supervisionOffice: '县政府督查室',
};

/** Someone who may act: the organisation file's person. Platform ids are how that platform names them. */
export interface Person {
  id: string;
  name: string;
  department: string;
  roles: readonly Role[];
  wecom?: string;
  dingtalk?: string;
  /** Categories or department codes a county leader is in charge of. */
  fields?: readonly string[];
  /** Calendar dates (county's) on which a reception leader is on the roster. */
  roster?: readonly string[];
  active: boolean;
  /** The principal whose 委托 makes them a delegate at present (R1.1). */
  delegatedBy?: string;
}

export const hasRole = (person: Person, ...roles: readonly Role[]): boolean =>
  person.roles.some((role) => roles.includes(role));

/** A department of the county. `group` is the ranking group. */
export interface Department {
  code: string;
  name: string;
  aliases: readonly string[];
  group?: string;
}
