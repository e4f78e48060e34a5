using System.Reflection;

namespace StatefulScheduler.Packages.Tests.Api;

// What the compiler notes about nullable references: one flag for each reference type of a signature, or one for all,
// or none where the member's or type's context says the same.
internal sealed class NullableFlags(byte[] flags)
{
    public const byte NotNull = 1;
    public const byte Annotated = 2;

    private const string Flags = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Context = "System.Runtime.CompilerServices.NullableContextAttribute";

    private int _at;

    public static NullableFlags None => new([0]);

    public static NullableFlags Of(IList<CustomAttributeData> attributes, MemberInfo scope) =>
        new(Read(attributes, Flags) ?? [FromContext(scope)]);

    public byte Next() => flags.Length == 1 ? flags[0] : _at < flags.Length ? flags[_at++] : (byte)0;

    private static byte FromContext(MemberInfo? scope)
    {
        for (; scope is not null; scope = scope.DeclaringType)
        {
            if (Read(scope.GetCustomAttributesData(), Context) is { } context)
                return context[0];
        }

        return 0;
    }

    private static byte[]? Read(IList<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == name)?.ConstructorArguments[0].Value switch
        {
            byte one => [one],
            IEnumerable<CustomAttributeTypedArgument> many => [.. many.Select(flag => (byte)flag.Value!)],
            _ => null,
        };
}
