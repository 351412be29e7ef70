// Insults, threats, sexual content, encouragement to self-harm, and cold or blaming words, in twelve languages.
#include "pipeline/validate/DraftManners.h"

#include <array>
#include <utility>

namespace tandem {

namespace {

// The form of PhraseList, in the order of the languages. Words that are rude to anybody stand alone, others with whom they are
// said to.
constexpr auto insults = std::to_array<std::string_view>({"fuck", "asshole", "motherfuck", "bullshit", "dumbass", "bastard ",
    "you are an idiot", "you're an idiot", "you idiot", "you moron", "you are stupid", "you're stupid", "you are so stupid",
    "you stupid", "you are dumb", "you're dumb", "you are pathetic", "you're pathetic", "you are a liar", "you're a liar",
    "you are useless", "you are worthless", "you are a loser", "you are a joke", "you people are", "shut up ", "go to hell",
    "screw you", "arschloch", "arschlöcher", "hurensohn", "wichser", "verpiss", "sie idiot", "du idiot", "sie sind ein idiot",
    "sie sind dumm", "sie sind zu dumm", "sie sind zu blöd", "du bist dumm", "sie sind ein lügner", "sie sind lächerlich",
    "halten sie die klappe", "halt die klappe", "halt den mund", "connard", "enculé", "salope", "abruti", "ta gueule",
    "vous êtes stupide", "vous êtes idiot", "vous êtes un idiot", "vous êtes nul ", "tu es stupide", "vous êtes un menteur",
    "vous êtes ridicule", "allez vous faire", "gilipollas", "hijo de puta", "pendejo", "usted es idiota", "usted es un idiota",
    "eres idiota", "eres un idiota", "es usted un idiota", "eres estúpid", "usted es estúpid", "usted es un mentiroso",
    "eres un inútil", "cállate", "cállese", "váyase al diablo", "vete al diablo", "stronzo", "vaffanculo", "coglione",
    "sei stupid", "lei è stupid", "sei un idiota", "lei è un idiota", "lei è un bugiardo", "stai zitt", "stia zitt",
    "vada al diavolo", "filho da puta", "vai se foder", "você é burr", "você é idiota", "você é um idiota", "você é estúpid",
    "você é um mentiroso", "cale a boca", "cala a boca", "klootzak", "godverdomme", "rot op ", "je bent dom ", "u bent dom ",
    "je bent een idioot", "u bent een idioot", "u bent een leugenaar", "hou je mond", "kurwa", "skurwysyn", "spierdalaj",
    "jesteś głupi", "jesteś idiot", "jest pan głupi", "jest pani głupi", "jest pan idiot", "jest pan kłamc", "zamknij się",
    "siktir", "orospu", "aptalsın", "salaksın", "gerizekal", "siz aptal", "sen aptal", "yalancısın", "kapa çeneni", "أنت غبي",
    "انت غبي", "أنت أحمق", "يا غبي", "يا أحمق", "يا حمار", "أنت كاذب", "اخرس", "إلى الجحيم", "傻逼", "他妈的", "你是白痴",
    "你这个白痴", "你是傻子", "你真蠢", "您真蠢", "你太蠢", "你是骗子", "闭嘴", "滚开", "滚蛋", "バカ野郎", "馬鹿野郎",
    "くそ野郎", "あなたは馬鹿", "あなたはバカ", "お前は", "貴様", "黙れ", "ふざけるな", "死ね"});

constexpr auto threats = std::to_array<std::string_view>({"i will hurt you", "we will hurt you", "i will kill you",
    "we will kill you", "i'll kill you", "we will find you and", "we'll find you and", "i will find you and",
    "i know where you live", "we know where you live", "you will regret", "you'll regret", "make you regret", "watch your back",
    "burn your house", "wir werden sie finden", "ich werde sie finden", "wir wissen wo sie wohnen", "ich weiß wo du wohnst",
    "das werden sie bereuen", "sie werden es bereuen", "du wirst es bereuen", "ich bringe dich um", "ich bringe sie um",
    "nous vous retrouverons", "je vais vous tuer", "je vais te tuer", "nous savons où vous habitez", "vous le regretterez",
    "vous allez le regretter", "tu vas le regretter", "te voy a matar", "lo voy a matar", "sabemos dónde vive", "sé dónde vives",
    "se va a arrepentir", "te vas a arrepentir", "te arrepentirás", "se arrepentirá", "ti ammazzo", "ti uccido", "la ucciderò",
    "sappiamo dove abita", "so dove abiti", "te ne pentirai", "se ne pentirà", "vou te matar", "vamos te matar",
    "sabemos onde você mora", "sei onde você mora", "você vai se arrepender", "vai se arrepender", "ik vermoord",
    "we weten waar u woont", "we weten waar je woont", "ik weet waar je woont", "hier krijgt u spijt", "daar krijg je spijt",
    "u zult er spijt", "zabiję cię", "zabijemy", "wiemy gdzie mieszkasz", "pożałujesz", "pożałuje pan", "seni öldür",
    "sizi öldür", "nerede oturduğunu", "pişman olacaksın", "pişman edece", "sana gününü", "سأقتلك", "سنقتلك", "نعرف أين تسكن",
    "أعرف أين تسكن", "ستندم", "杀了你", "杀死你", "弄死你", "知道你住", "知道您住", "你会后悔", "您会后悔", "殺すぞ",
    "殺してやる", "住所は知って", "後悔させ", "後悔することになる"});

constexpr auto sexual = std::to_array<std::string_view>({"have sex with", "sex with me", "send nudes", "naked pictures of you",
    "you look sexy", "you are sexy", "you're sexy", "blowjob", "handjob", "masturbat", "pornograph", "porn ", "horny ", "sex mit",
    "nacktbilder", "nacktfoto", "geil auf", "du bist sexy", "sie sind sexy", "blasen mir", "porno", "coucher avec moi",
    "faire l'amour avec", "photos nues", "vous êtes sexy", "tu es sexy", "tener sexo", "sexo con", "fotos desnud",
    "eres muy sexy", "fare sesso", "sesso con", "foto nud", "sei sexy", "fazer sexo", "fotos nuas", "você é sexy", "seks met",
    "naaktfoto", "je bent sexy", "seks z ", "nagie zdjęcia", "jesteś seksown", "seks yap", "çıplak foto", "seksisin",
    "ممارسة الجنس", "صور عارية", "إباحي", "اباحي", "做爱", "性交", "裸照", "色情", "セックス", "ヌード写真", "自慰", "ポルノ"});

constexpr auto selfHarm = std::to_array<std::string_view>({"kill yourself", "killing yourself", "end your life",
    "end your own life", "take your own life", "hurt yourself", "harm yourself", "cut yourself", "hang yourself",
    "you should die", "better off dead", "commit suicide", "ways to die", "töten sie sich", "töte dich", "bring dich um",
    "bringen sie sich um", "nimm dir das leben", "nehmen sie sich das leben", "verletzen sie sich selbst", "verletz dich",
    "selbstmord begehen", "suicidez vous", "suicide toi", "tuez vous", "tue toi", "mettre fin à vos jours",
    "mettre fin à tes jours", "mets fin à tes jours", "faites vous du mal", "mátate", "mátese", "suicídate", "suicídese",
    "quítate la vida", "quítese la vida", "hágase daño", "hazte daño", "ucciditi", "si uccida", "suicidati", "togliti la vita",
    "fatti del male", "mate se", "se mate ", "suicide se", "tire sua vida", "tirar a própria vida", "machuque se",
    "pleeg zelfmoord", "maak jezelf van kant", "dood jezelf", "verwond jezelf", "doe jezelf iets aan", "zabij się",
    "popełnij samobójstwo", "odbierz sobie życie", "zrób sobie krzywdę", "kendini öldür", "intihar et", "canına kıy",
    "kendine zarar ver", "اقتل نفسك", "انتحر", "انهي حياتك", "أنه حياتك", "آذ نفسك", "اذي نفسك", "自杀吧", "去死",
    "结束自己的生命", "结束你的生命", "伤害自己吧", "自殺しろ", "自殺してください", "自殺すれば", "命を絶", "自分を傷つけて"});

constexpr auto cold = std::to_array<std::string_view>({"your own fault", "it is your fault", "it's your fault",
    "that is your fault", "that's your fault", "you are to blame", "you have only yourself", "you should have known",
    "you should have read", "you should have paid attention", "as i already told you", "as we already told you",
    "as i already said", "as we already said", "learn to read", "use your head", "calm down", "stop complaining",
    "not our problem", "not my problem", "not our concern", "none of our business", "we don't care", "we do not care",
    "i don't care", "deal with it", "that's your problem", "you obviously", "you clearly did", "you clearly don't",
    "obviously you", "you are wrong", "you're wrong", "don't bother us", "selbst schuld", "ihre schuld", "ihre eigene schuld",
    "deine schuld", "das hätten sie wissen", "sie hätten wissen müssen", "sie hätten lesen", "hätten sie*gelesen",
    "wie ich ihnen bereits", "wie wir ihnen bereits", "beruhigen sie sich", "beruhige dich", "hören sie auf zu jammern",
    "ist nicht unser problem", "nicht mein problem", "interessiert uns nicht", "ist uns egal", "lernen sie lesen",
    "sie haben offensichtlich", "c'est votre faute", "c'est de votre faute", "de votre propre faute", "vous auriez dû lire",
    "vous auriez dû savoir", "calmez vous", "arrêtez de vous plaindre", "ce n'est pas notre problème", "apprenez à lire",
    "cela ne nous regarde", "on s'en fiche", "nous nous en moquons", "comme je vous l'ai déjà", "comme nous vous l'avons déjà",
    "vous avez tort", "es culpa suya", "es su culpa", "es tu culpa", "por su culpa", "debería haber sabido",
    "deberías haber sabido", "deberías haber leído", "debería haber leído", "cálmese", "cálmate", "deje de quejarse",
    "no es nuestro problema", "aprenda a leer", "no nos importa", "como ya le dije", "como ya le dijimos", "è colpa sua",
    "è colpa tua", "colpa vostra", "avrebbe dovuto leggere", "avrebbe dovuto sapere", "avresti dovuto leggere",
    "avresti dovuto sapere", "si calmi", "smetta di lamentarsi", "non è un nostro problema", "non è un problema nostro",
    "impari a leggere", "non ci interessa", "come le ho già detto", "come le abbiamo già", "a culpa é sua", "é culpa sua",
    "sua própria culpa", "você deveria ter lido", "você deveria ter sabido", "acalme-se", "calma aí", "pare de reclamar",
    "não é problema nosso", "não é nosso problema", "aprenda a ler", "não nos importamos", "como eu já disse", "como já dissemos",
    "uw eigen schuld", "je eigen schuld", "het is uw schuld", "het is jouw schuld", "eigen schuld", "u had moeten weten",
    "u had moeten lezen", "had u*gelezen", "rustig aan", "kalmeer", "stop met klagen", "niet ons probleem", "leer lezen",
    "kan ons niet schelen", "zoals ik al zei", "zoals we al zeiden", "pana wina", "pani wina", "twoja wina", "to wasza wina",
    "powinien pan był", "trzeba było czytać", "proszę się uspokoić", "uspokój się", "proszę przestać narzekać",
    "to nie nasz problem", "nie obchodzi nas", "jak już mówiłem", "jak już mówiliśmy", "sizin suçunuz", "senin suçun",
    "kendi hatanız", "kendi suçunuz", "bilmeliydiniz", "okumalıydınız", "sakin olun", "şikayet etmeyi bırak",
    "bizim sorunumuz değil", "umurumuzda değil", "daha önce de söyledi", "هذا خطؤك", "هذا خطأك", "الخطأ خطؤك", "كان عليك أن تقرأ",
    "كان يجب عليك أن تعرف", "كان عليك أن تعرف", "اهدأ", "توقف عن الشكوى", "ليست مشكلتنا", "لا يهمنا", "كما قلت لك", "是你的错",
    "是您的错", "您自己的错", "你自己的错", "怪你自己", "怪您自己", "您早该", "你早该", "您应该早", "冷静点", "别抱怨",
    "不要抱怨", "不是我们的问题", "与我们无关", "我们不在乎", "我已经说过", "我们已经说过", "お客様の責任です", "あなたのせい",
    "お客様のせい", "自業自得", "落ち着いてください", "文句を言わ", "当社には関係", "弊社には関係", "私たちの問題では",
    "弊社の問題では", "知ったことでは", "何度も申し上げ", "すでに申し上げ", "よく読んで"});

const PhraseList& phrasesOf(BadManner kind)
{
    static const std::array all{
        PhraseList(insults), PhraseList(threats), PhraseList(sexual), PhraseList(selfHarm), PhraseList(cold)};
    return all[std::to_underlying(kind)];
}

} // namespace

std::optional<text::Span> badManner(BadManner kind, const PhraseText& sentence)
{
    return phrasesOf(kind).find(sentence);
}

} // namespace tandem
