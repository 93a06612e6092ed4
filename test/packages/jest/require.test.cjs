'use strict';
const core = require('heka-core');
const testing = require('heka-core/testing');
const pino = require('pino');
const hekaTarget = require('pino-heka');
const winston = require('winston');
const HekaTransport = require('winston-heka');
const scenarios = require('../scenarios.cjs');

test('heka-core encodes and decodes', () => scenarios.messageSurvivesTheWire(core));
test('heka-core refuses a wrong option', () => scenarios.wrongOptionIsRefused(core));
test('heka-core matches a regular expression', () => scenarios.regularExpressionMatches(core));
test('heka-core delivers', () => scenarios.deliveryArrives(core, testing));
test('a client of heka-core delivers', () => scenarios.clientArrives(core, testing));
test('winston-heka delivers', () => scenarios.winstonArrives(winston, HekaTransport, testing));
test('pino-heka delivers in process', () => scenarios.pinoArrives(pino, hekaTarget.hekaDestination, testing));
