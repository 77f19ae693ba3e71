using System.Text.Json.Nodes;
using ContentHub.Content.Articles;
using ContentHub.Content.Parts;
using ContentHub.Content.Programs;
using Xunit;

namespace ContentHub.Tests.Content.SchemaOrg;

public sealed class TypesSchemaOrgTests
{
    private readonly SchemaOrgSite _site = SchemaOrgSite.Full();

    [Fact]
    public void An_article_tells_its_dates_review_author_audience_topics_and_sources()
    {
        var page = Of(30);

        Assert.Equal(("MedicalWebPage", "Signs of clonazepam dependence", "en-US"), (Text(page["@type"]), Text(page["headline"]), Text(page["inLanguage"])));
        Assert.Equal(("2026-03-03T09:00:00Z", "2026-03-03T11:00:00Z"), (Text(page["datePublished"]), Text(page["dateModified"])));
        // The reviewer approved it in the evening of the day before in UTC's eyes.
        Assert.Equal(("2026-03-01", "Dr. Ada Sample"), (Text(page["lastReviewed"]), Text(page["reviewedBy"]!["name"])));
        Assert.Equal(("MD, PhD", "Patient"), (Text(page["author"]![0]!["honorificSuffix"]), Text(page["audience"]!["audienceType"])));
        Assert.Equal(["Drug", "MedicalCondition"], page["about"]!.AsArray().Select(t => Text(t!["@type"])));
        Assert.Equal(("Klonopin (clonazepam) tablets: label", "FDA", "2023-01-31"), (Text(page["citation"]![0]!["name"]), Text(page["citation"]![0]!["publisher"]!["name"]), Text(page["citation"]![0]!["datePublished"])));
        Assert.Equal(("Harbor Sample Clinic", "WebSite"), (Text(page["publisher"]!["name"]), Text(page["isPartOf"]!["@type"])));
    }

    [Fact]
    public void A_reviewer_without_a_page_is_named_all_the_same()
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "A" }, SchemaOrgSite.Review);

        var reviewer = site.JsonLdOf(article)["reviewedBy"]!;

        Assert.Equal("""{"@type":"Person","name":"Dr. Ada Sample"}""", reviewer.ToJsonString());
    }

    [Theory]
    [InlineData(HealthAspect.Symptoms, "https://schema.org/SymptomsHealthAspect")]
    [InlineData(HealthAspect.UsageOrSchedule, "https://schema.org/UsageOrScheduleHealthAspect")]
    [InlineData(HealthAspect.MedicalHelpEmergency, "https://schema.org/SeeDoctorHealthAspect")]
    [InlineData(HealthAspect.MedicalHelpNonurgent, "https://schema.org/SeeDoctorHealthAspect")]
    [InlineData(HealthAspect.MedicalHelpUrgent, "https://schema.org/SeeDoctorHealthAspect")]
    [InlineData(HealthAspect.Warning, null)]
    [InlineData(HealthAspect.Interactions, null)]
    [InlineData(null, null)]
    public void A_section_carries_the_aspect_that_schema_org_has_for_it(HealthAspect? aspect, string? expected)
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "A", Slug = "a", Sections = [SchemaOrgSite.Section("part", "Some **text**.", aspect)] });

        var part = site.JsonLdOf(article)["hasPart"]![0]!;

        Assert.Equal(("HealthTopicContent", "About part", "Some text."), (Text(part["@type"]), Text(part["name"]), Text(part["text"])));
        Assert.Equal(("https://clinic.example/en-US/article/a#part", expected), (Text(part["url"]), Text(part["hasHealthAspect"])));
    }

    [Fact]
    public void A_section_that_shows_only_drafts_is_left_out()
    {
        var site = new SchemaOrgSite();
        var hidden = new SectionContent { Key = "s", Heading = "Signs", Blocks = [new() { SymptomListBlock = new() { Key = "b", EntryId = SchemaOrgSite.Id(99) } }] };
        var article = site.Article(1, new() { Title = "A", Sections = [hidden] });

        var page = site.JsonLdOf(article);

        Assert.False(page.ContainsKey("hasPart"));
    }

    [Theory]
    [InlineData(Audience.Caregiver, "Caregiver")]
    [InlineData(Audience.Professional, "Clinician")]
    public void An_article_names_its_audience(Audience audience, string expected)
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "A", Audience = audience });

        Assert.Equal(expected, Text(site.JsonLdOf(article)["audience"]!["audienceType"]));
    }

    [Fact]
    public void A_symptom_carries_what_to_do_about_it_and_its_codes()
    {
        var list = Of(31);

        Assert.Equal(("ItemList", "2", "These can come.\n\nCall 911 for a seizure."), (Text(list["@type"]), Text(list["numberOfItems"]), Text(list["description"])));
        Assert.Equal(("MedicalSignOrSymptom", "The body shakes. Call 911 now."), (Text(list["itemListElement"]![1]!["@type"]), Text(list["itemListElement"]![1]!["description"])));
        Assert.Equal(
            """{"@type":"MedicalCode","name":"Display of R51.9","codeValue":"R51.9","codingSystem":"ICD-10-CM","inCodeSet":"urn:oid:2.16.840.1.113883.6.90"}""",
            list["itemListElement"]![0]!["code"]![0]!.ToJsonString());
        Assert.Equal(("MedicalWebPage", "2026-03-01"), (Text(list["mainEntityOfPage"]!["@type"]), Text(list["mainEntityOfPage"]!["lastReviewed"])));
    }

    [Fact]
    public void A_question_has_its_answer_as_HTML_with_links_to_public_pages()
    {
        var faq = Of(32);

        var question = faq["mainEntity"]![0]!;
        Assert.Equal(("FAQPage", "2026-03-01", "Can I stop suddenly?"), (Text(faq["@type"]), Text(faq["lastReviewed"]), Text(question["name"])));
        Assert.Contains("<strong>first</strong>", Text(question["acceptedAnswer"]!["text"]), StringComparison.Ordinal);
        Assert.Contains("href=\"https://clinic.example/en-US/article/article-30\"", Text(question["acceptedAnswer"]!["text"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PsychologicalTreatment", Therapy.Individual, Therapy.Group, Therapy.Family)]
    [InlineData("MedicalTherapy", Therapy.Individual, Therapy.Medication)]
    [InlineData("MedicalTherapy")]
    public void Only_a_program_of_talking_is_a_psychological_treatment(string expected, params Therapy[] therapies)
    {
        var site = new SchemaOrgSite();
        var program = site.Program(1, new() { Title = "P", Therapies = therapies });

        Assert.Equal(expected, Text(site.JsonLdOf(program)["@type"]));
    }

    [Fact]
    public void A_program_and_its_place_name_each_other_through_availableService()
    {
        var program = Of(22);
        var clinic = Of(21);

        Assert.Equal(("MedicalClinic", Text(clinic["@id"])), (Text(program["@reverse"]!["availableService"]![0]!["@type"]), Text(program["@reverse"]!["availableService"]![0]!["@id"])));
        Assert.Equal(["Group Therapy", "Intensive Outpatient Program"], clinic["availableService"]!.AsArray().Select(s => Text(s!["name"])));
        Assert.Equal(["Therapy", "Panic disorder"], program["mainEntityOfPage"]!["about"]!.AsArray().Select(t => Text(t!["name"])));
    }

    [Theory]
    [InlineData(10, "DrugClass")]
    [InlineData(11, "Drug")]
    [InlineData(12, "Substance")]
    [InlineData(13, "MedicalCondition")]
    [InlineData(14, "MedicalTherapy")]
    [InlineData(15, "CollectionPage")]
    public void A_topic_has_the_type_of_its_kind(int topic, string expected)
    {
        Assert.Equal(expected, Text(Of(topic)["@type"]));
    }

    [Fact]
    public void A_medicine_tells_its_RxNorm_code_class_and_other_names()
    {
        var drug = Of(11);

        Assert.Equal(("2598", "DrugClass", "Klonopin"), (Text(drug["rxcui"]), Text(drug["drugClass"]!["@type"]), Text(drug["alternateName"]![0])));
        Assert.Equal(["RxNorm", "MeSH"], drug["code"]!.AsArray().Select(c => Text(c!["codingSystem"])));
    }

    [Fact]
    public void A_shelf_lists_what_stands_on_it_in_order()
    {
        var items = Of(15)["mainEntity"]!["itemListElement"]!.AsArray();

        Assert.Equal([("1", "Clonazepam"), ("2", "Signs of clonazepam dependence")], items.Select(i => (Text(i!["position"])!, Text(i["name"])!)));
    }

    [Fact]
    public void A_made_up_person_is_called_so_as_author_and_on_their_own_page()
    {
        var person = Of(20);
        var author = Of(30)["author"]![0]!;

        Assert.Equal(("Person", "MD, PhD", "Medical reviewer", "She reviews."), (Text(person["@type"]), Text(person["honorificSuffix"]), Text(person["jobTitle"]), Text(person["description"])));
        Assert.StartsWith("A sample person", Text(person["disambiguatingDescription"]), StringComparison.Ordinal);
        Assert.StartsWith("A sample person", Text(author["disambiguatingDescription"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_person_is_not_called_made_up()
    {
        var site = new SchemaOrgSite();
        var person = site.Person(1, new() { Title = "Someone" });

        Assert.False(site.JsonLdOf(person).ContainsKey("disambiguatingDescription"));
    }

    [Fact]
    public void A_word_has_its_definition_and_codes_as_identifiers()
    {
        var term = Of(24);

        Assert.Equal(("DefinedTerm", "When the same amount does less."), (Text(term["@type"]), Text(term["description"])));
        Assert.Equal("""[{"@type":"PropertyValue","name":"MeSH","propertyID":"urn:oid:2.16.840.1.113883.6.177","value":"D004361"}]""", term["identifier"]!.ToJsonString());
    }

    [Fact]
    public void A_place_has_address_position_hours_and_contact()
    {
        var clinic = Of(21);

        Assert.Equal("""{"@type":"PostalAddress","streetAddress":"1 Sample Street","addressLocality":"San Diego","addressRegion":"CA","postalCode":"92101","addressCountry":"US"}""", clinic["address"]!.ToJsonString());
        Assert.Equal("""{"@type":"GeoCoordinates","latitude":32.7,"longitude":-117.2}""", clinic["geo"]!.ToJsonString());
        Assert.Equal(("555-0100", "desk@clinic.example"), (Text(clinic["telephone"]), Text(clinic["email"])));
        Assert.Equal("""[{"@type":"LocationFeatureSpecification","name":"Step-free entrance","value":true}]""", clinic["amenityFeature"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Mon-Fri 09:00-17:00", "Mo-Fr 09:00-17:00")]
    [InlineData("Sat 09:00–12:30", "Sa 09:00-12:30")]
    [InlineData("Mo-Su 00:00-23:59", "Mo-Su 00:00-23:59")]
    [InlineData("Mon-Fri 9-5", null)]
    [InlineData("Lun-Vie 09:00-17:00", null)]
    [InlineData("Mon 09:00-25:00", null)]
    [InlineData("By appointment", null)]
    public void Opening_hours_go_out_only_in_the_form_that_programs_read(string line, string? expected)
    {
        var site = new SchemaOrgSite();
        var location = site.Location(1, new() { Title = "L", OpeningHours = [line] });

        Assert.Equal(expected, Text(site.JsonLdOf(location)["openingHours"]?[0]));
    }

    [Fact]
    public void A_help_line_has_a_contact_point_for_each_way_to_reach_it()
    {
        var ways = Of(25)["contactPoint"]!.AsArray();

        Assert.Equal(["help line", "text message", "chat"], ways.Select(w => Text(w!["contactType"])));
        Assert.Equal(("988", "sms:988", "https://988lifeline.org/"), (Text(ways[0]!["telephone"]), Text(ways[1]!["url"]), Text(ways[2]!["url"])));
        Assert.Equal(("""["en","es"]""", """["US"]"""), (ways[0]!["availableLanguage"]!.ToJsonString(), ways[0]!["areaServed"]!.ToJsonString()));
    }

    [Fact]
    public void A_number_for_messages_only_is_never_given_as_a_telephone()
    {
        var site = new SchemaOrgSite();
        var line = site.HelpLine(1, new() { Title = "H", Text = "Text HOME to 741741", Hours = "24/7" });

        var way = Assert.Single(site.JsonLdOf(line)["contactPoint"]!.AsArray())!;

        Assert.Equal("""{"@type":"ContactPoint","contactType":"text message","description":"Text HOME to 741741. 24/7"}""", way.ToJsonString());
    }

    [Fact]
    public void A_line_for_life_in_danger_says_so()
    {
        var site = new SchemaOrgSite();
        var line = site.HelpLine(1, new() { Title = "911", Phone = "911", IsEmergency = true });

        Assert.Equal("emergency", Text(site.JsonLdOf(line)["contactPoint"]![0]!["contactType"]));
    }

    private JsonObject Of(int number) => _site.JsonLdOf(_site.Entries.Single(e => e.EntryId == SchemaOrgSite.Id(number)));

    private static string? Text(JsonNode? value) => value?.ToString();
}
