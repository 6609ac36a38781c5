import { DOORS, troubles } from '../town/chaos.ts';

for (const door of DOORS) if (door.platform === 'dingtalk') troubles(door);
