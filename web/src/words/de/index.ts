import { frame } from './frame';
import { settings } from './settings';

export const german = { ...frame, ...settings };
