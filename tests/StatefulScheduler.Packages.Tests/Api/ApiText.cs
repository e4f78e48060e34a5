using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace StatefulScheduler.Packages.Tests.Api;

// What a package promises, as text: its public and protected types and members, sorted, in lines close to C#.
internal static class ApiText
{
    public static string Of(Assembly assembly) => Of(assembly.GetTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var group in types.Where(IsVisible).GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append("namespace ").Append(group.Key).Append('\n');
            foreach (var type in group.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                text.Append('\n').Append(Declaration(type)).Append('\n');
                if (!type.IsSubclassOf(typeof(Delegate)))
                    text.AppendJoin("", ApiMembers.Of(type).Select(line => $"    {line}\n"));
            }
        }

        return text.ToString();
    }

    private static bool IsVisible(Type type) =>
        !type.Name.StartsWith('<') &&
        (type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic);

    private static string Declaration(Type type)
    {
        var head = ApiSyntax.Attributes(type.GetCustomAttributesData()) + (type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "public ");
        var own = OwnParameters(type);

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{head}delegate {ApiNames.Of(invoke.ReturnParameter)} {Name(type)}{ApiSyntax.GenericParameters(own)}" +
                $"({ApiSyntax.Parameters(invoke.GetParameters())}){ApiSyntax.Constraints(own)}";
        }

        var bases = string.Join(", ", Bases(type));
        return $"{head}{Kind(type)} {Name(type)}{ApiSyntax.GenericParameters(own)}{(bases.Length > 0 ? $" : {bases}" : "")}{ApiSyntax.Constraints(own)}";
    }

    private static string Name(Type type)
    {
        var name = type.Name.Split('`')[0];
        return type.IsNested ? $"{ApiNames.Of(type.DeclaringType!)}.{name}" : name;
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } =>
            (type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly " : "") +
            (type.IsByRefLike ? "ref " : "") +
            (IsRecord(type) ? "record struct" : "struct"),
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
    };

    // Every record prints its members through a method that nobody but the compiler writes.
    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly, [typeof(StringBuilder)]) is not null;

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return Enum.GetUnderlyingType(type) == typeof(int) ? [] : [ApiNames.Of(Enum.GetUnderlyingType(type))];

        var inherited = type.GetInterfaces().SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var interfaces = type.GetInterfaces().Except(inherited)
            .Where(one => one.IsVisible && !(IsRecord(type) && one == typeof(IEquatable<>).MakeGenericType(type)))
            .Select(ApiNames.Of)
            .Order(StringComparer.Ordinal);
        var hasBase = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType);
        return hasBase ? interfaces.Prepend(ApiNames.Of(type.BaseType!)) : interfaces;
    }

    private static Type[] OwnParameters(Type type)
    {
        var outer = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        return type.GetGenericArguments()[outer..];
    }
}
