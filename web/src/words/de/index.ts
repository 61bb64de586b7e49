import { frame } from './frame';
import { settings } from './settings';
import { thread } from './thread';

export const german = { ...frame, ...settings, ...thread };
