export { exampleExposition } from './example-exposition.ts';
