import js from "@eslint/js";
import globals from "globals";

const CLIENT = ["lib/maps/client/**/*.js", "lib/light/*.js", "lib/ui/**/*.js"];
/** Those that stand in a page themselves. */
const IN_PAGE = ["lib/maps/client/loader.js", "lib/light/*.js"];

/** What holds for every script, the product's and the tests'. */
const rules = {
  complexity: ["error", 15],
  eqeqeq: "error",
  "max-depth": ["error", 4],
  "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  "max-params": ["error", 6],
  "no-implicit-globals": "error",
  "no-param-reassign": "error",
  "no-shadow": ["error", { hoist: "functions" }],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-var": "error",
  "prefer-const": "error",
};

export default [
  { ignores: ["**/*.d.ts", "coverage/", ".venv/"] },
  js.configs.recommended,
  { files: CLIENT, languageOptions: { globals: { ...globals.browser, L: "readonly" } }, rules },
  { files: IN_PAGE, languageOptions: { sourceType: "script", globals: globals.serviceworker } },
  // Text as markup and text as code: names in the data could become either.
  {
    files: CLIENT,
    rules: {
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({
          property,
          message: "Build elements from text nodes.",
        })),
        { object: "document", property: "write" },
      ],
      // Leaflet's private members have one home.
      "no-underscore-dangle": ["error", { allowAfterThis: false }],
    },
  },
  { files: ["lib/maps/client/leaflet/surfaces.js"], rules: { "no-underscore-dangle": "off" } },
  {
    files: ["tests/client/**/*.js", "*.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser, L: "readonly" } },
    rules: { ...rules, "max-lines-per-function": "off" },
  },
];
