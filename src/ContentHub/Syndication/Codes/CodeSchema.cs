using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Queries;
using GraphQL.Types;

namespace ContentHub.Syndication.Codes;

/// <summary>What the look-up by code brings to the schema.</summary>
internal sealed class CodeSchema(DeliveryTypes types) : ISchemaExtension
{
    private static readonly Arguments<(CodeSystem System, string Code, PageArguments Page, string? Locale)> ByCode = new(
        a => (a.Get<CodeSystem>("system"), a.Get<string>("code"), PagingArguments.ReadForward(a), a.Get<string?>("locale")),
        [
            new QueryArgument<NonNullGraphType<EnumType<CodeSystem>>> { Name = "system", Description = "Whose code it is." },
            new QueryArgument<NonNullGraphType<StringGraphType>> { Name = "code", Description = "As the terminology writes it, e.g. F41.0; ICD-10-CM also without its dot." },
            .. PagingArguments.Forward,
            new QueryArgument<StringGraphType> { Name = "locale", Description = "BCP 47; the site's default when absent." },
        ]);

    public void AddTo(Schema schema)
    {
        var root = (ComplexGraphType<object>)schema.Query;
        root.Field("contentByCode", "What an EHR asks: entries about a code, nearest first, then about the topics above it.", ByCode, (_, asked, request) =>
        {
            var locale = request.View.Locales.Resolve(asked.Locale);
            return ListPages.Of(CodeLookUp.Find(asked.System, asked.Code, locale, types, request.View), asked.Page, EntryIds.Of);
        });
        root.Costs(50, "contentByCode");
    }
}
