using System.Reflection;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Packages.Tests.Api;

// The visible members of one type, one line each: fields, constructors, properties, events, methods; by name within each.
internal static class ApiMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        if (type.IsEnum)
            return EnumValues(type);

        var extensions = ExtensionProperties(type).ToList();
        var kinds = new[]
        {
            type.GetFields(Declared).Where(IsVisible).Select(Field),
            type.GetConstructors(Declared).Where(IsVisible).Select(Constructor),
            type.GetProperties(Declared).Where(IsVisible).Select(Property),
            type.GetEvents(Declared).Where(happening => ApiSyntax.IsVisible(happening.AddMethod)).Select(Event),
            type.GetMethods(Declared).Where(method => IsVisible(method) && IsWritten(method) && !IsAccessorOf(extensions, method)).Select(Method),
            extensions,
        };
        return kinds.SelectMany(kind => kind.OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Line, StringComparer.Ordinal))
            .Select(member => member.Line);
    }

    private static IEnumerable<string> EnumValues(Type type) =>
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        let value = field.GetRawConstantValue()
        orderby Convert.ToDecimal(value, null), field.Name
        select $"{ApiSyntax.Attributes(field.GetCustomAttributesData())}{field.Name} = {value}";

    private static (string Name, string Line) Field(FieldInfo field)
    {
        var modifiers = field switch
        {
            { IsLiteral: true } => "const ",
            { IsStatic: true, IsInitOnly: true } => "static readonly ",
            { IsStatic: true } => "static ",
            { IsInitOnly: true } => "readonly ",
            _ => "",
        };
        var value = field.IsLiteral ? $" = {ApiSyntax.Value(field.GetRawConstantValue())}" : "";
        return Member(field, $"{(field.IsPublic ? "public " : "protected ")}{Required(field)}{modifiers}{ApiNames.Of(field)} {field.Name}{value}");
    }

    private static (string Name, string Line) Constructor(ConstructorInfo constructor) => Member(
        constructor,
        $"{ApiSyntax.Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({ApiSyntax.Parameters(constructor.GetParameters())})");

    private static (string Name, string Line) Property(PropertyInfo property)
    {
        var main = new[] { property.GetMethod, property.SetMethod }.Where(ApiSyntax.IsVisible).OrderByDescending(accessor => accessor!.IsPublic).First()!;
        var index = main.GetParameters().Take(property.GetIndexParameters().Length);
        var name = index.Any() ? $"this[{ApiSyntax.Parameters(index)}]" : property.Name;
        return Member(
            property,
            $"{InInterface(main, ApiSyntax.Access(main))}{Required(property)}{ApiSyntax.Modifiers(main)}{Ref(property.GetMethod)}{ApiNames.Of(property)} {name} {Accessors(property, main)}");
    }

    private static (string Name, string Line) Event(EventInfo happening) => Member(
        happening,
        $"{InInterface(happening.AddMethod!, ApiSyntax.Access(happening.AddMethod!))}{ApiSyntax.Modifiers(happening.AddMethod!)}event {ApiNames.Of(happening)} {happening.Name}");

    private static (string Name, string Line) Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        var parameters = ApiSyntax.Parameters(method.GetParameters(), method.IsDefined(typeof(ExtensionAttribute), false));
        var name = method.Name.StartsWith("op_", StringComparison.Ordinal) ? $"operator {method.Name[3..]}" : method.Name;
        return Member(
            method,
            $"{InInterface(method, ApiSyntax.Access(method))}{ApiSyntax.Modifiers(method)}{Ref(method)}{ApiNames.Of(method.ReturnParameter)} " +
            $"{name}{ApiSyntax.GenericParameters(generic)}({parameters}){ApiSyntax.Constraints(generic)}");
    }

    // An `extension(…)` block compiles to a nested group whose property carries the name of the type that holds the receiver.
    private static IEnumerable<(string Name, string Line)> ExtensionProperties(Type type) =>
        from grouping in type.GetNestedTypes(Declared)
        where grouping.Name.StartsWith("<G>$", StringComparison.Ordinal)
        from property in grouping.GetProperties(Declared)
        let marker = property.GetCustomAttributesData().First(a => a.AttributeType.Name == "ExtensionMarkerAttribute").ConstructorArguments[0].Value
        let receiver = grouping.GetNestedType((string)marker!, Declared)!.GetMethod("<Extension>$", Declared)!.GetParameters()[0]
        let main = property.GetMethod ?? property.SetMethod!
        let text = $"public {ApiSyntax.Modifiers(main)}{ApiNames.Of(property)} {property.Name} {Accessors(property, main)}"
        select (property.Name, $"extension({ApiNames.Of(receiver)}{(receiver.Name is null ? "" : $" {receiver.Name}")}) {text}");

    private static bool IsAccessorOf(List<(string Name, string Line)> extensions, MethodInfo method) =>
        method.IsStatic && extensions.Exists(property => method.Name == $"get_{property.Name}" || method.Name == $"set_{property.Name}");

    private static (string Name, string Line) Member(MemberInfo member, string text) =>
        (member.Name, ApiSyntax.Attributes(member.GetCustomAttributesData()) + text);

    private static string Accessors(PropertyInfo property, MethodInfo main)
    {
        var get = ApiSyntax.IsVisible(property.GetMethod) ? $"{Narrower(property.GetMethod!, main)}get; " : "";
        var set = ApiSyntax.IsVisible(property.SetMethod) ? $"{Narrower(property.SetMethod!, main)}{(IsInit(property.SetMethod!) ? "init" : "set")}; " : "";
        return $"{{ {get}{set}}}";
    }

    private static string Narrower(MethodInfo accessor, MethodInfo main) => main.IsPublic && !accessor.IsPublic ? "protected " : "";

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Ref(MethodInfo? method) =>
        method is not { ReturnType.IsByRef: true } ? ""
        : method.ReturnParameter.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsReadOnlyAttribute") ? "ref readonly "
        : "ref ";

    private static string Required(MemberInfo member) => member.IsDefined(typeof(RequiredMemberAttribute), false) ? "required " : "";

    private static string InInterface(MethodInfo method, string access) => method.DeclaringType!.IsInterface && method.IsPublic ? "" : access;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => ApiSyntax.IsVisible(method);

    private static bool IsVisible(PropertyInfo property) =>
        (ApiSyntax.IsVisible(property.GetMethod) || ApiSyntax.IsVisible(property.SetMethod)) && property.Name != "EqualityContract";

    // Accessors show with their property; what the compiler adds to a record is said by the word `record`.
    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) &&
        !method.Name.StartsWith('<') &&
        !method.IsDefined(typeof(CompilerGeneratedAttribute), false);
}
