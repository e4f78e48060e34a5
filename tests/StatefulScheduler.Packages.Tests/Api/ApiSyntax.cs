using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Packages.Tests.Api;

// The parts that types and members share: attributes, accessibility, generic parameters, parameter lists, values.
internal static class ApiSyntax
{
    private static readonly string[] s_shownAttributes =
    [
        "ExperimentalAttribute", "ObsoleteAttribute", "FlagsAttribute", "EditorBrowsableAttribute", "AsyncMethodBuilderAttribute",
        "RequiresUnreferencedCodeAttribute", "RequiresDynamicCodeAttribute", "OverloadResolutionPriorityAttribute",
    ];

    public static string Attributes(IEnumerable<CustomAttributeData> attributes) => string.Concat(
        from attribute in attributes
        where s_shownAttributes.Contains(attribute.AttributeType.Name) && !IsForOldCompilers(attribute)
        let name = attribute.AttributeType.Name[..^"Attribute".Length]
        let arguments = string.Join(", ", attribute.ConstructorArguments.Select(argument => Value(argument.Value)))
        orderby name
        select arguments.Length > 0 ? $"[{name}({arguments})] " : $"[{name}] ");

    public static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    // `protected internal` reads as `protected`: what its own assembly may do is no promise.
    public static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    public static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true, IsStatic: true, IsAbstract: true } => "static abstract ",
        { DeclaringType.IsInterface: true, IsStatic: true, IsVirtual: true } => "static virtual ",
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "virtual ",
        { IsAbstract: true } => IsOverride(method) ? "abstract override " : "abstract ",
        { IsVirtual: true } when IsOverride(method) => method.IsFinal ? "sealed override " : "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    public static string GenericParameters(IEnumerable<Type> parameters)
    {
        var names = parameters.Select(parameter =>
            (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
            {
                GenericParameterAttributes.Covariant => $"out {parameter.Name}",
                GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
                _ => parameter.Name,
            });
        var list = string.Join(", ", names);
        return list.Length > 0 ? $"<{list}>" : "";
    }

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(
        from parameter in parameters
        let constraints = string.Join(", ", ConstraintsOf(parameter))
        where constraints.Length > 0
        select $" where {parameter.Name} : {constraints}");

    public static string Parameters(IEnumerable<ParameterInfo> parameters, bool isExtension = false) =>
        string.Join(", ", parameters.Select((parameter, at) => (isExtension && at == 0 ? "this " : "") + Parameter(parameter)));

    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        bool flag => flag ? "true" : "false",
        Type type => $"typeof({ApiNames.Of(type)})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Parameter(ParameterInfo parameter)
    {
        var text = $"{Passing(parameter)}{ApiNames.Of(parameter)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Default(parameter)}" : text;
    }

    private static string Passing(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(ParamArrayAttribute), false) || parameter.IsDefined(typeof(ParamCollectionAttribute), false) ? "params "
        : !parameter.ParameterType.IsByRef ? ""
        : parameter.IsOut ? "out "
        : parameter.IsDefined(typeof(RequiresLocationAttribute), false) ? "ref readonly "
        : parameter.IsIn ? "in "
        : "ref ";

    private static string Default(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.RawDefaultValue switch
        {
            null when parameter.ParameterType.IsValueType && type == parameter.ParameterType => "default",
            null => "null",
            var value when type.IsEnum => $"{ApiNames.Of(type)}.{Enum.ToObject(type, value)}",
            var value => Value(value),
        };
    }

    private static IEnumerable<string> ConstraintsOf(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var types = parameter.GetGenericParameterConstraints();
        var nullable = NullableFlags.Of(parameter.GetCustomAttributesData(), (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType!).Next();
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isClass = flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);

        if (isClass)
            yield return nullable == NullableFlags.Annotated ? "class?" : "class";
        else if (isStruct)
            yield return parameter.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        else if (nullable == NullableFlags.NotNull && types.Length == 0)
            yield return "notnull";

        foreach (var type in types.Where(type => type != typeof(ValueType)).Select(ApiNames.Of).Order(StringComparer.Ordinal))
            yield return type;

        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
            yield return "new()";
        if (flags.HasFlag(GenericParameterAttributes.AllowByRefLike))
            yield return "allows ref struct";
    }

    // `required` members and `ref struct` carry an [Obsolete] that nobody wrote.
    private static bool IsForOldCompilers(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(ObsoleteAttribute) &&
        attribute.ConstructorArguments is [{ Value: string text }, ..] &&
        (text.StartsWith("Constructors of types with required members", StringComparison.Ordinal) ||
            text.StartsWith("Types with embedded references", StringComparison.Ordinal));

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;
}
