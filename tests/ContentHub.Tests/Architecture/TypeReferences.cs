using System.Reflection;
using System.Reflection.Emit;

namespace ContentHub.Tests.Architecture;

/// <summary>Every type that a compiled type names: in its bases, fields, signatures, attributes and in the instructions of its methods.</summary>
internal sealed class TypeReferences
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    private readonly HashSet<Type> _found = [];

    private TypeReferences()
    {
    }

    /// <returns>Definitions: <c>List&lt;Topic&gt;</c> gives List and Topic. Constants are not there: the compiler leaves no trace of where they came from.</returns>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var references = new TypeReferences();
        references.Read(type);
        return references._found;
    }

    private void Read(Type type)
    {
        Add(type.BaseType);
        AddAll(type.GetInterfaces());
        AddAttributes(type.GetCustomAttributesData());
        AddAll(type.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()));
        foreach (var field in type.GetFields(Declared))
        {
            Add(field.FieldType);
            AddAttributes(field.GetCustomAttributesData());
        }

        foreach (var property in type.GetProperties(Declared))
        {
            AddAttributes(property.GetCustomAttributesData());
        }

        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
        {
            AddSignature(method);
            AddAttributes(method.GetCustomAttributesData());
            AddBody(method);
        }
    }

    private void AddSignature(MethodBase method)
    {
        AddAll(method.GetParameters().Select(parameter => parameter.ParameterType));
        if (method is MethodInfo returning)
        {
            Add(returning.ReturnType);
        }

        if (method.IsGenericMethod)
        {
            AddAll(method.GetGenericArguments());
            AddAll(method.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()));
        }
    }

    private void AddBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        AddAll(body.LocalVariables.Select(local => local.LocalType));
        AddAll(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType));
        foreach (var token in Tokens(body.GetILAsByteArray() ?? []))
        {
            AddMember(method.Module.ResolveMember(
                token,
                method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null));
        }
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = OpCodesByValue[value];
            at += instruction.Size;
            switch (instruction.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    yield return BitConverter.ToInt32(code, at);
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(code, at));
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineSig or OperandType.InlineString or OperandType.ShortInlineR:
                    at += 4;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown operand {instruction.OperandType}.");
            }
        }
    }

    private void AddMember(MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Add(type);
                break;
            case FieldInfo field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
            case MethodBase method:
                Add(method.DeclaringType);
                AddSignature(method);
                break;
        }
    }

    private void AddAttributes(IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(attribute.AttributeType);
            AddAll(attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue)).Select(argument => argument.Value).OfType<Type>());
        }
    }

    private void AddAll(IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            Add(type);
        }
    }

    private void Add(Type? type)
    {
        switch (type)
        {
            case null or { IsGenericParameter: true } or { IsFunctionPointer: true }:
                break;
            case { HasElementType: true }:
                Add(type.GetElementType());
                break;
            case { IsGenericType: true }:
                _found.Add(type.GetGenericTypeDefinition());
                AddAll(type.GetGenericArguments());
                break;
            default:
                _found.Add(type);
                break;
        }
    }
}
