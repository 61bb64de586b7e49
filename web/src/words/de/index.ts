import { frame } from './frame';
import { sentences } from './sentences';
import { settings } from './settings';
import { thread } from './thread';

export const german = { ...frame, ...sentences, ...settings, ...thread };
