// Azurite, ending with the supervisor that holds its standard input: a supervisor that is killed leaves no Azurite behind.
import { createRequire } from 'node:module';

process.stdin.resume();
process.stdin.on('end', () => process.kill(process.pid, 'SIGINT'));
process.stdin.on('error', () => process.kill(process.pid, 'SIGINT'));
process.stdin.unref?.();

createRequire(import.meta.url)('azurite/dist/src/azurite.js');
