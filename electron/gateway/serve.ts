#!/usr/bin/env node
/** The command line. Each command is one function in `cli/`; this file only reads the arguments. */
import { createCommandLine } from './cli/command-line.ts';

await createCommandLine().parseAsync();
