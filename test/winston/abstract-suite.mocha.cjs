// Run by mocha: the suite that winston offers to authors of transports.

const abstractSuite = require('abstract-winston-transport');
const { HekaTransport } = require('winston-heka');

abstractSuite({
  name: 'HekaTransport',
  Transport: HekaTransport,
  construct: { url: process.env.HEKA_URL, quiet: true },
});
