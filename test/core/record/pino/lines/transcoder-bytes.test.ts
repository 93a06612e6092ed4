import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  transcoderModule,
  writtenTranscoderModule,
} from '../../../../../scripts/generate/transcoder-module.mjs';

test('the transcoder that is carried is the one that the sources compile to', async () => {
  assert.equal(writtenTranscoderModule(), await transcoderModule());
});
