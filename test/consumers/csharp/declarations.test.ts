import { declarationsIn } from './declarations';

const SOURCE = `using Amazon.JSII.Runtime.Deputy;
namespace Octo.Cat
{
    /// <summary>public class Wrong</summary>
    [JsiiClass(nativeType: typeof(Octo.Cat.Tail), parametersJson: "[{\\"a\\": 1}]")]
    public class Tail : Amazon.CDK.Resource, Octo.Cat.ITail
    {
        public Tail(Constructs.Construct scope, string id, Octo.Cat.ITailProps? props = null): base(_MakeDeputyProps(scope, id, props))
        {
        }
        [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
        protected Tail(ByRefValue reference): base(reference)
        {
        }
        private static DeputyProps _MakeDeputyProps(Constructs.Construct scope, string id)
        {
            return new DeputyProps(new object?[]{scope, id});
        }
        [JsiiMethod(name: "wag")]
        public virtual Octo.Cat.Tail Wag([Optional] string how, params string[] more)
        {
            return InvokeInstanceMethod<Octo.Cat.Tail>(new System.Type[]{typeof(string)}, new object[]{how})!;
        }
        public static Octo.Cat.Tail LONG
        {
            get;
        }
        = GetStaticProperty<Octo.Cat.Tail>(typeof(Octo.Cat.Tail))!;
        public virtual System.Collections.Generic.IDictionary<string, string[]>? Tags
        {
            get => GetInstanceProperty<System.Collections.Generic.IDictionary<string, string[]>?>();
        }
    }
    public class TailProps : Octo.Cat.ITailProps
    {
        private object? _kept;
        public double? Length
        {
            get;
            set;
        }
    }
    public class Hidden : DeputyBase
    {
        protected Hidden(DeputyProps props): base(props)
        {
        }
    }
    public interface ITail
    {
        [JsiiProperty(name: "node")]
        Constructs.Node Node
        {
            get;
        }
        internal sealed class _Proxy : DeputyBase, Octo.Cat.ITail
        {
            public string Secret()
            {
            }
        }
    }
    public enum Kind
    {
        [JsiiEnumMember(name: "SHORT")]
        SHORT,
        LONG
    }
}`;
const types = declarationsIn(SOURCE);
const shown = (name: string) => types.get(name)?.members.map(({ isStatic, type, name: member, parameters }) =>
  `${isStatic ? 'static ' : ''}${type} ${member}${parameters === undefined ? '' : `(${parameters.map(parameter => parameter.name).join(', ')})`}`);

test('every type is found by its full name', () => {
  expect([...types.keys()]).toEqual(['Octo.Cat.Tail', 'Octo.Cat.TailProps', 'Octo.Cat.Hidden', 'Octo.Cat.ITail', 'Octo.Cat.Kind']);
  expect(types.get('Octo.Cat.Tail')!.bases).toEqual(['Amazon.CDK.Resource', 'Octo.Cat.ITail']);
});

test('of a class, what is public', () => {
  expect(shown('Octo.Cat.Tail')).toEqual([
    'Octo.Cat.Tail Wag(how, more)', 'static Octo.Cat.Tail LONG', 'System.Collections.Generic.IDictionary<string,string[]> Tags',
  ]);
  expect(shown('Octo.Cat.TailProps')).toEqual(['double Length']);
});

test('of an interface, its own members', () => {
  expect(shown('Octo.Cat.ITail')).toEqual(['Constructs.Node Node']);
});

test('of an enum, its values', () => {
  expect(shown('Octo.Cat.Kind')).toEqual(['static Octo.Cat.Kind SHORT', 'static Octo.Cat.Kind LONG']);
});

test.each([
  ['Tail', [['scope', 'id', 'props']]], ['TailProps', [[]]], ['Hidden', []], ['ITail', []], ['Kind', []],
])('%s is made as its public constructors say', (name, constructors) => {
  expect(types.get(`Octo.Cat.${name}`)!.constructors.map(parameters => parameters.map(parameter => parameter.name))).toEqual(constructors);
});

test('a parameter tells whether it may be left out, or repeated', () => {
  expect(types.get('Octo.Cat.Tail')!.constructors[0][2]).toEqual({ name: 'props', optional: true, variadic: false });
  expect(types.get('Octo.Cat.Tail')!.members[0].parameters![1]).toEqual({ name: 'more', optional: false, variadic: true });
});

test('a file without a namespace declares nothing', () => {
  expect(declarationsIn('[assembly: JsiiAssembly("octo", "0.0.0", "octo.tgz")]').size).toBe(0);
});
