/** How XML, JavaScript and style sheets are written; .pre-commit-config.yaml runs it. */
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 100,
    tabWidth: 4,
    bracketSameLine: true,
    xmlWhitespaceSensitivity: "preserve",
};
