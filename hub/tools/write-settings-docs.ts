import { readFileSync, writeFileSync } from 'node:fs';
import { envExample, optionDocs, settingsTable } from '@noderr/settings';
import { naming, options } from '../src/config/options.ts';

const docs = optionDocs(options, naming.envPrefix);

const page = new URL('../../docs/usage/hub-settings.md', import.meta.url);
const text = readFileSync(page, 'utf8');
const [before = ''] = text.split('| option');
const after = text.slice(text.lastIndexOf('|\n') + 2);
writeFileSync(page, before + settingsTable(docs) + after);
writeFileSync(new URL('../.env.example', import.meta.url), envExample(docs));
