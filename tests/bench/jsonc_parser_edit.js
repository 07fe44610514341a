// jsonc_parser_edit.js: what an installer that uses jsonc-parser does
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// jsonc_parser_edit.js FOLDER FILE ENTRY: puts the JSON text ENTRY in FILE at mcpServers.iru,
// with the jsonc-parser of FOLDER, told the file's line ends and indentation.
"use strict";
const fs = require("fs");
const { modify, applyEdits } = require(process.argv[2]);

const file = process.argv[3];
const text = fs.readFileSync(file, "utf8");
const indent = /\n([ \t]+)\S/.exec(text);
const formattingOptions = {
  insertSpaces: !(indent && indent[1].startsWith("\t")),
  tabSize: indent && !indent[1].startsWith("\t") ? indent[1].length : 2,
  eol: text.includes("\r\n") ? "\r\n" : "\n",
};
const entry = JSON.parse(process.argv[4]);
fs.writeFileSync(file, applyEdits(text, modify(text, ["mcpServers", "iru"], entry, { formattingOptions })));
