import { artifacts } from './artifacts';
import { frame } from './frame';
import { mine } from './mine';
import { pages } from './pages';
import { sentences } from './sentences';
import { settings } from './settings';
import { thread } from './thread';
import { work } from './work';

export const german = { ...artifacts, ...frame, ...mine, ...pages, ...sentences, ...settings, ...thread, ...work };
