"""A plain outline of C++ source: which functions and classes a file has, where they begin and end, what a class declares.

Not a parser: it follows braces outside comments and strings and judges each opening brace by the text before it. That is
exact enough for this code base's formatting, and self_test.py shows what it must get right.
"""
import re
from dataclasses import dataclass, field


@dataclass
class Function:
    name: str
    first_line: int  # of the body's opening brace
    last_line: int

    @property
    def lines(self):
        return self.last_line - self.first_line + 1


@dataclass
class Member:
    text: str
    access: str


@dataclass
class Class:
    name: str
    line: int
    members: list = field(default_factory=list)

    def public_methods(self):
        return [m for m in self.members if m.access == "public" and is_method(m.text)]

    def pure_virtuals(self):
        return [m for m in self.members if is_method(m.text) and re.search(r"=\s*0$", m.text)]


def blank_out(text):
    """The same text with comments, strings, character literals and preprocessor lines replaced by spaces; lines stay."""
    pattern = re.compile(
        r'R"(?P<tag>[^(\s"]{0,16})\(.*?\)(?P=tag)"'  # raw strings
        r"|//(?:\\\n|[^\n])*|/\*.*?\*/"
        r'|"(?:\\.|[^"\\\n])*"'
        r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'"  # not the separator in 1'000
        r"|(?m:^[ \t]*\#(?:\\\n|[^\n])*)",
        re.DOTALL)

    def blank(match):
        found = match.group(0)
        lines = re.sub(r"[^\n]", " ", found)
        return lines if found[0] in "/#" or found.lstrip().startswith("#") else '""' + lines[2:]

    return pattern.sub(blank, text)


def without_templates(text):
    """Text without template argument lists, so that their words and parentheses do not count."""
    previous = None
    while previous != text:
        previous = text
        text = re.sub(r"<[^<>;{}]*>", " ", text)
    return text


def is_method(text):
    plain = without_templates(text.replace("->", " ").replace("<=>", "==").replace("operator<", "operator_").replace("operator>", "operator_"))
    if "(" not in plain or re.match(r"\s*(using|friend|static_assert|typedef|enum)\b", plain):
        return False
    if re.search(r"=\s*(delete|default)$", text.strip()) or "~" in plain:
        return False
    return re.match(r"[^=]*\(", plain.replace("operator==", "operator_")) is not None


def kind_of(header):
    """What an opening brace after `header` begins: namespace, class, enum, function or initializer."""
    plain = without_templates(header).strip()
    plain = re.sub(r"^\s*(template|requires)\b\s*", "", plain)
    if re.search(r"\bnamespace\b", plain) or plain in ("extern", 'extern ""', 'extern "" '):
        return "namespace"
    if re.search(r"\benum\b", plain):
        return "enum"
    if re.search(r"\b(class|struct|union)\b[^()=]*$", plain) and not plain.endswith("="):
        return "class"
    ends_like_function = re.search(
        r"(\)|\bconst|\bnoexcept|\boverride|\bfinal|\bmutable|\btry|&)\s*$|\)\s*(const|noexcept|\s)*\s*->[^()=]*$|\[[^\]]*\]\s*$", plain)
    if ends_like_function and ("(" in plain or plain.endswith("]")):
        return "function"
    return "initializer"


def name_of(kind, header):
    plain = without_templates(header)
    if kind == "class":
        words = re.findall(r"[A-Za-z_]\w*", re.sub(r"\bfinal\b|\balignas\s*\([^)]*\)", "", plain.split(" : ")[0]))
        return words[-1] if words and words[-1] not in ("class", "struct", "union") else "(unnamed)"
    match = re.search(r"([~\w:]+|operator\s*\S+?)\s*\(", plain)
    return match.group(1) if match else "(lambda)"


def outline(text):
    """([Function], [Class]) of a source text."""
    functions, classes = [], []
    stack = []  # (kind, object, header before it)
    header, line = "", 1
    access = []
    for token in re.finditer(r"\n|[{};]|\b(?:public|private|protected|signals|Q_SIGNALS)\b(?:\s+(?:slots|Q_SLOTS))?\s*:(?!:)|[^\n{};pPqQsS]+|.", blank_out(text)):
        piece = token.group(0)
        inside = stack[-1][0] if stack else "namespace"
        in_function = any(kind == "function" for kind, _, _ in stack)
        if piece == "\n":
            line += 1
            header += " "
        elif piece == "{":
            kind = "block" if in_function else kind_of(header)
            made = None
            if kind == "function":
                made = Function(name_of(kind, header), line, line)
                if inside == "class":
                    stack[-1][1].members.append(Member(header.strip(), access[-1]))
            elif kind == "class":
                made = Class(name_of(kind, header), line)
                classes.append(made)
                access.append("private" if re.search(r"\bclass\b[^()]*$", without_templates(header)) else "public")
            stack.append((kind, made, header))
            header = ""
        elif piece == "}":
            if not stack:
                continue
            kind, made, before = stack.pop()
            header = before + ' ""' if kind == "initializer" else ""
            if kind == "function":
                made.last_line = line
                functions.append(made)
            elif kind == "class":
                access.pop()
        elif piece == ";":
            if inside == "class" and not in_function and header.strip():
                stack[-1][1].members.append(Member(header.strip(), access[-1]))
            header = ""
        elif inside == "class" and piece.rstrip().endswith(":") and re.match(r"(public|private|protected|signals|Q_SIGNALS)\b", piece):
            # An access label, or the base list of a nested class ("struct A : public B"), which has no colon after the word.
            access[-1] = re.match(r"\w+", piece).group(0).replace("Q_SIGNALS", "public").replace("signals", "public")
            header = ""
        else:
            header += piece
    return functions, classes
