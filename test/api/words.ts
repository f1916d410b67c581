const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Words that a language keeps for itself: jsii writes `_` or `@` beside them, or the generated code does not compile. */
export const RESERVED: Record<string, ReadonlySet<string>> = {
  // https://docs.python.org/3/reference/lexical_analysis.html#keywords; `self` is the first parameter of every generated method
  'Python': words(`
    False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda
    nonlocal not or pass raise return try while with yield self
  `),
  // https://docs.oracle.com/javase/specs/jls/se17/html/jls-3.html#jls-3.9
  'Java': words(`
    abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for goto if
    implements import instanceof int interface long native new package private protected public return short static strictfp super switch
    synchronized this throw throws transient try void volatile while true false null
  `),
  // https://learn.microsoft.com/en-us/dotnet/csharp/language-reference/keywords/
  'C#': words(`
    abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit
    extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out
    override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true
    try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
  `),
  // https://go.dev/ref/spec#Keywords, and of its predeclared identifiers those that are plain words
  'Go': words(`
    break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct
    switch type var true false iota nil any append bool byte cap clear close comparable complex copy delete error imag len make max min new panic
    print println real recover rune string
  `),
  'TypeScript': words(`
    arguments async await break case catch class const constructor continue debugger default delete do else enum export extends false finally for
    function if implements import in instanceof interface let new null package private protected prototype public return static super switch this
    throw true try typeof undefined var void while with yield
  `),
  // What each object has already: Java's java.lang.Object, .NET's System.Object, and how jsii names its own
  'every object': words(`
    equals hashCode getClass notify notifyAll wait finalize clone getType getHashCode memberwiseClone referenceEquals toJSON jsii build builder
  `),
};

/** Types of the languages' own that code needs no import for: whoever imports ours hides theirs. */
export const KNOWN_TYPES = words(`
  Boolean Builder Byte Character Class Console Deprecated Double Enum Error Exception Float Function Integer Iterable List Long Map Math Module
  Number Object Optional Override Package Process Record Runnable Runtime Set Short String System Task Thread Throwable Type Void
`);
