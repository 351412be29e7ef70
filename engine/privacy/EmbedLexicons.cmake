# cmake -DOUTPUT=… -DLEXICONS=… -P EmbedLexicons.cmake: writes the lexicons of personal data as C++ string constants.
function(embed file name)
    file(READ ${LEXICONS}/${file} hex HEX)
    # A literal a line of the lexicon, so that no literal grows beyond what compilers take.
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
    string(REPLACE "\\x0a" "\\x0a\"\n    \"" bytes "${bytes}")
    file(APPEND ${OUTPUT} "const std::string_view ${name}{\"${bytes}\"};\n")
endfunction()

file(WRITE ${OUTPUT} "#include \"privacy/PersonalDataLexicons.h\"\n\nnamespace tandem::pii {\n\n")
embed(names.tsv namesLexicon)
embed(name_cues.tsv nameCuesLexicon)
embed(ordinary_words.txt ordinaryWordsLexicon)
file(APPEND ${OUTPUT} "\n} // namespace tandem::pii\n")
