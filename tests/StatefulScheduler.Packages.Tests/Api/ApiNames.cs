using System.Reflection;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Packages.Tests.Api;

// Types as C# writes them, without namespaces and with the `?` of nullable references.
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(char)] = "char", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static string Of(Type type) => Of(type, NullableFlags.None);

    public static string Of(ParameterInfo parameter) =>
        Of(parameter.ParameterType, NullableFlags.Of(parameter.GetCustomAttributesData(), parameter.Member));

    public static string Of(PropertyInfo property) =>
        Of(property.PropertyType, NullableFlags.Of(property.GetCustomAttributesData(), property.DeclaringType!));

    public static string Of(FieldInfo field) =>
        Of(field.FieldType, NullableFlags.Of(field.GetCustomAttributesData(), field.DeclaringType!));

    public static string Of(EventInfo happening) =>
        Of(happening.EventHandlerType!, NullableFlags.Of(happening.GetCustomAttributesData(), happening.DeclaringType!));

    // The flags come in the order in which the types are met from left to right: the generic type before its arguments.
    private static string Of(Type type, NullableFlags flags)
    {
        if (type.IsByRef || type.IsPointer)
            return Of(type.GetElementType()!, flags) + (type.IsPointer ? "*" : "");

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            flags.Next();
            return Of(value, flags) + "?";
        }

        if (type.IsValueType && !type.IsGenericType)
            return Simple(type);

        var mark = flags.Next() == NullableFlags.Annotated && !type.IsValueType ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, flags)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";

        return (type.IsGenericType ? Generic(type, flags) : Simple(type)) + mark;
    }

    private static string Simple(Type type) =>
        s_keywords.GetValueOrDefault(type)
        ?? (type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name);

    private static string Generic(Type type, NullableFlags flags)
    {
        var arguments = type.GetGenericArguments().Select(argument => Of(argument, flags)).ToList();
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType && arguments.Count > 1)
            return $"({string.Join(", ", arguments)})";

        var outer = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var name = type.Name.Split('`')[0];
        if (outer < arguments.Count)
            name += $"<{string.Join(", ", arguments.Skip(outer))}>";
        return type.IsNested ? $"{Of(type.DeclaringType!)}.{name}" : name;
    }
}
