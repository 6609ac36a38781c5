import type Router from '@koa/router';
import { z } from 'zod';
import { IntakeResult, TicketJson } from '../../intake/ticketSchema.ts';
import { TicketView } from '../ticketView.ts';
import { ReadStatus } from './readStatus.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Record<
    string,
    unknown
  >;
  return rest;
};

const answer = (description: string, schema: unknown) => ({ description, content: { 'application/json': { schema } } });
const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const parameter = (name: string, where: 'path' | 'query', description: string) => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema: { type: 'string' },
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const results = {
  type: 'object',
  required: ['results'],
  properties: { results: { type: 'array', items: ref('IntakeResult') } },
};
const common = { 401: refused('令牌缺失或不正确'), 404: refused('没有，或接口未启用') };

const text = { type: 'string' };
const orNull = (type: string) => ({ type: [type, 'null'] });
const monthState = { type: 'string', enum: ['draft', 'published'] };
const monthRow = {
  type: 'object',
  required: ['department', 'group', 'place', 'status', 'total', 'items', 'deductions', 'bonuses', 'smallSample'],
  properties: {
    department: text,
    group: orNull('string'),
    place: orNull('integer'),
    status: { type: 'string', enum: ['ranked', 'none', 'tied'] },
    total: text,
    items: {
      type: 'array',
      items: { type: 'object', properties: { id: text, rate: orNull('string'), points: text, grade: text } },
    },
    deductions: text,
    bonuses: text,
    smallSample: { type: 'boolean' },
    movement: orNull('integer'),
    streak: { type: 'integer' },
    inYear: { type: 'integer' },
  },
};
/** Points and rates are decimal text. */
const monthTable = {
  type: 'object',
  required: ['month', 'scheme', 'factsSha256', 'rows', 'bottom', 'state', 'version', 'asOf'],
  properties: {
    month: text,
    scheme: { type: 'object', properties: { name: text, version: text } },
    factsSha256: text,
    rows: { type: 'array', items: monthRow },
    bottom: { type: 'array', items: text },
    state: monthState,
    version: { type: 'integer', description: '公布的版本：1 为定榜，2 起为更正；草稿为第几次生成' },
    asOf: { type: 'string', format: 'date-time' },
    decidedBottom: { type: ['object', 'null'] },
    correction: orNull('string'),
    marks: { type: 'array', items: { type: 'object' } },
    exclusions: { type: 'array', items: { type: 'object' } },
    adjustments: { type: 'array', items: { type: 'object' } },
  },
};

/** OpenAPI 3.1, made from the same zod schemas that validate. */
export const openApi = () => ({
  openapi: '3.1.0',
  info: { title: '12345 工单助手接口', version: '1.0.0', description: '上级平台推送工单、查询工单与榜单。' },
  security: [{ bearer: [] }],
  paths: {
    '/api/v1/tickets': {
      post: {
        summary: '推送一件或多件工单（最多 1000 件），按编号幂等',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { oneOf: [ref('TicketIntake'), { type: 'array', maxItems: 1000, items: ref('TicketIntake') }] },
            },
          },
        },
        responses: {
          200: answer('逐件结果', results),
          400: refused('不是合法的 JSON'),
          413: refused('过大'),
          ...common,
        },
      },
      get: {
        summary: '按状态、单位列出工单',
        parameters: [
          parameter('status', 'query', '状态'),
          parameter('department', 'query', '单位代码或名称'),
          parameter('cursor', 'query', '上一页的 cursor'),
          parameter('limit', 'query', '每页件数，1–500'),
        ],
        responses: {
          200: answer('工单', {
            type: 'object',
            required: ['tickets'],
            properties: { tickets: { type: 'array', items: ref('Ticket') }, cursor: { type: 'string' } },
          }),
          400: refused('参数不正确'),
          ...common,
        },
      },
    },
    '/api/v1/tickets/import': {
      post: {
        summary: '导入上级平台导出的 .xlsx 或 .csv',
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: { file: { type: 'string', format: 'binary' } },
              },
            },
          },
        },
        responses: {
          200: answer('逐行结果', results),
          400: refused('没有文件或读不懂'),
          413: refused('过大'),
          ...common,
        },
      },
    },
    '/api/v1/tickets/{no}': {
      get: {
        summary: '一件工单的状态、时限、经过与投递',
        parameters: [parameter('no', 'path', '编号'), parameter('reveal', 'query', '查看诉求人信息的目的，会被记录')],
        responses: { 200: answer('工单', ref('Ticket')), ...common },
      },
    },
    '/api/v1/tickets/{no}/deliveries/{id}/read': {
      get: {
        summary: '一条已送达的消息谁已读：当场向平台查询，计入平台的接口调用量',
        parameters: [parameter('no', 'path', '编号'), parameter('id', 'path', '投递编号，见工单的 deliveries')],
        responses: {
          200: answer('已读人员', ref('ReadStatus')),
          409: refused('该平台不提供已读情况'),
          502: refused('平台没有给出已读情况'),
          ...common,
        },
      },
    },
    '/api/v1/league-tables/daily/{date}': {
      get: {
        summary: '日榜',
        parameters: [parameter('date', 'path', '日期，例如 2026-10-20')],
        responses: { 200: answer('日榜', { type: 'object' }), 400: refused('日期不正确'), ...common },
      },
    },
    '/api/v1/league-tables/monthly/{month}': {
      get: {
        summary: '月榜：已公布的最新版本，没有公布的为草稿',
        parameters: [parameter('month', 'path', '月份，例如 2026-10')],
        responses: { 200: answer('月榜', ref('MonthTable')), 400: refused('月份不正确'), ...common },
      },
    },
    '/api/v1/league-tables/monthly/{month}/lines': {
      get: {
        summary: '月榜背后的工单明细（定榜时封存）',
        parameters: [
          parameter('month', 'path', '月份，例如 2026-10'),
          parameter('department', 'query', '单位代码或名称，不写即全部'),
        ],
        responses: {
          200: answer('明细', {
            type: 'object',
            required: ['month', 'state', 'version', 'lines'],
            properties: {
              month: text,
              state: monthState,
              version: { type: 'integer' },
              lines: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['department', 'ticket', 'columns'],
                  properties: { department: text, ticket: text, columns: { type: 'array', items: text } },
                },
              },
            },
          }),
          400: refused('月份或单位不正确'),
          ...common,
        },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    schemas: {
      TicketIntake: schemaOf(TicketJson, 'input'),
      IntakeResult: schemaOf(IntakeResult, 'output'),
      Ticket: schemaOf(TicketView, 'output'),
      ReadStatus: schemaOf(ReadStatus, 'output'),
      MonthTable: monthTable,
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'code'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
});

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A plain page of the interface: readable offline, nothing loaded from anywhere. */
const docsPage = (): string => {
  const document = openApi();
  const sections = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<h2><code>${method.toUpperCase()} ${html(path)}</code></h2><p>${html((operation as { summary: string }).summary)}</p>`,
    ),
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<h3>${name}</h3><pre>${html(JSON.stringify(schema, null, 2))}</pre>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${document.info.title}</title><h1>${document.info.title}</h1><p>完整定义：<a href="/openapi.json">/openapi.json</a>；认证：<code>Authorization: Bearer INTAKE_TOKEN</code></p>${sections.join('')}${schemas.join('')}</html>`;
};

/** `/openapi.json` and `/docs`. */
export const openApiRoutes = (router: Router): void => {
  router.get('/openapi.json', (context) => {
    context.body = openApi();
  });
  router.get('/docs', (context) => {
    context.type = 'text/html; charset=utf-8';
    context.set('Content-Security-Policy', "default-src 'none'; style-src 'self'");
    context.body = docsPage();
  });
};
