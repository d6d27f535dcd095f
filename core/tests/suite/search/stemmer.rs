//! Are the stems of Porter's second algorithm those that Snowball gives?

use proptest::prelude::*;
use sandtable_core::algorithms::search::English;

/// The sample vocabulary of the page that defines the algorithm: M. F. Porter, "The English
/// (Porter2) stemming algorithm", snowballstem.org.
const PAGE: &str = "\
    consign=consign consigned=consign consigning=consign consignment=consign consist=consist \
     consisted=consist consistency=consist consistent=consist consistently=consist \
     consisting=consist consists=consist consolation=consol consolations=consol \
     consolatory=consolatori console=consol consoled=consol consoles=consol consolidate=consolid \
     consolidated=consolid consolidating=consolid consoling=consol consolingly=consol \
     consols=consol consonant=conson consort=consort consorted=consort consorting=consort \
     conspicuous=conspicu conspicuously=conspicu conspiracy=conspiraci conspirator=conspir \
     conspirators=conspir conspire=conspir conspired=conspir conspiring=conspir \
     constable=constabl constables=constabl constance=constanc constancy=constanc \
     constant=constant knack=knack knackeries=knackeri knacks=knack knag=knag knave=knave \
     knaves=knave knavish=knavish kneaded=knead kneading=knead knee=knee kneel=kneel \
     kneeled=kneel kneeling=kneel kneels=kneel knees=knee knell=knell knelt=knelt knew=knew \
     knick=knick knif=knif knife=knife knight=knight knightly=knight knights=knight knit=knit \
     knits=knit knitted=knit knitting=knit knives=knive knob=knob knobs=knob knock=knock \
     knocked=knock knocker=knocker knockers=knocker knocking=knock knocks=knock knopp=knopp \
     knot=knot knots=knot";

/// Words of ours, at least one for each rule, prefix and exception, with the stems that Snowball
/// 3.1.1 gives (its package for Python, `snowballstemmer`).
const OURS: &str = "\
    skis=ski skies=sky sky=sky idly=idl gently=gentl ugly=ugli early=earli only=onli singly=singl \
     news=news howe=howe atlas=atlas cosmos=cosmos bias=bias andes=andes gener=gener \
     general=general generally=general generate=generat generator=generat generic=generic \
     generous=generous community=communiti communist=communist communism=communism \
     arsenic=arsenic arsenal=arsenal past=past paste=paste pasted=paste pasting=paste \
     pastes=paste universe=univers universal=universal university=universiti lateral=lateral \
     later=later laterally=lateral emerge=emerg emerged=emerg emergency=emergenc organ=organ \
     organs=organ organic=organic organize=organiz organization=organiz interest=interest \
     interesting=interest internal=internal interval=interval interview=interview node's=node \
     nodes'=node nodes's=node 'quoted=quot boss'=boss caches=cach processes=process passes=pass \
     ties=tie tied=tie cries=cri cried=cri replies=repli dies=die gas=gas this=this gaps=gap \
     kiwis=kiwi status=status bus=bus focus=focus loss=loss access=access s's=s yes=yes \
     agreed=agre feed=feed freed=freed need=need exceed=exceed exceeded=exceed proceed=proceed \
     proceeds=proceed proceeding=proceed succeed=succeed exceedingly=exceed agreedly=agre \
     hopping=hop hoped=hope hoping=hope hopped=hop controlled=control falling=fall hissing=hiss \
     fizzed=fizz adding=add added=add egged=egg offing=off ebbing=ebb batching=batch \
     batched=batch queued=queu queueing=queue luxuriating=luxuri enabled=enabl enabling=enabl \
     sizing=size sized=size failing=fail filing=file evening=evening outing=outing inning=inning \
     innings=inning canning=canning herring=herring earring=earring herrings=herring \
     shouting=shout dying=die lying=lie tying=tie vying=vie trying=tri buying=buy saying=say \
     string=string sing=sing bring=bring red=red bled=bled sped=sped seed=seed reading=read \
     markedly=mark unfailingly=unfail seemingly=seem cry=cri by=by say=say try=tri retry=retri \
     retries=retri deploy=deploy deploys=deploy deployed=deploy gray=gray gay=gay enjoy=enjoy \
     byte=byte type=type typed=type yield=yield yields=yield youth=youth boyish=boyish yyyy=yyyi \
     query=queri queries=queri copy=copi copies=copi relational=relat rational=ration \
     conditional=condit latency=latenc redundancy=redund tolerance=toler probably=probabl \
     reliably=reliabl availability=avail reliability=reliabl digitizer=digit vectorization=vector \
     isolation=isol replication=replic replicator=replic coordinator=coordin formalism=formal \
     formality=formal formally=formal usefulness=use fully=fulli usefully=use carefully=care \
     uselessly=useless hopeless=hopeless consciousness=conscious consciously=conscious \
     effectiveness=effect relativity=relat analogy=analog technology=technolog \
     technologist=technolog biologist=biolog apologist=apolog geologists=geolog quickly=quick \
     slowly=slowli daily=daili barely=bare eventually=eventu concurrently=concurr optional=option \
     relationally=relat formalize=formal formalizing=formal duplicate=duplic duplicated=duplic \
     electricity=electr electrical=electr hopeful=hope goodness=good relative=relat \
     negative=negat formative=format revival=reviv allowance=allow inference=infer \
     replacement=replac adjustment=adjust dependent=depend dependant=depend airliner=airlin \
     gyroscopic=gyroscop adjustable=adjust defensible=defens irritant=irrit adoption=adopt \
     expression=express million=million communicate=communic angularity=angular \
     homologous=homolog effective=effect bowdlerize=bowdler timeout=timeout nervous=nervous \
     criticism=critic activate=activ cache=cach cached=cach caching=cach rate=rate rates=rate \
     rated=rate cease=ceas probate=probat probe=probe roll=roll rolling=roll controll=control \
     install=instal installed=instal installs=instal lease=leas leases=leas shard=shard \
     sharding=shard quorums=quorum consensus=consensus leader=leader election=elect \
     partition=partit partitions=partit throughput=throughput s3=s3 x86=x86 3.70=3.70 a=a is=is \
     ttl=ttl ing=ing ed=ed ness=ness '''=' y's=y snake_case=snake_cas e.g=e.g yy=yy";

fn pairs(table: &str) -> Vec<(&str, &str)> {
    table.split(' ').map(|pair| pair.split_once('=').expect("a word and its stem")).collect()
}

#[test]
fn stems_are_those_of_snowball() {
    let mut english = English::default();
    let pairs = [pairs(PAGE), pairs(OURS)].concat();
    assert_eq!(pairs.len(), 361);
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|(word, stem)| {
            let found = english.stem(word);
            (found != *stem).then(|| format!("{word}: {found}, not {stem}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Endings that the rules speak of, so that random words meet them.
const ENDINGS: [&str; 20] = [
    "ing", "ingly", "ed", "eed", "eedly", "ies", "sses", "'s'", "y", "ational", "biliti", "ogi",
    "li", "ative", "ement", "ion", "e", "ll", "ness", "izer",
];

fn word() -> impl Strategy<Value = String> {
    let endings = prop::collection::vec(prop::sample::select(&ENDINGS[..]), 0..4);
    ("[a-z']{0,6}", endings).prop_map(|(start, endings)| start + &endings.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_stem_is_never_longer_than_its_word(word in word()) {
        let mut english = English::default();
        let stem = english.stem(&word).to_owned();
        prop_assert!(stem.len() <= word.len(), "{stem}");
        // What one word leaves in the buffer changes nothing for the next.
        english.stem("generalizations");
        prop_assert_eq!(english.stem(&word), stem);
    }

    #[test]
    fn a_word_beyond_ascii_is_left_alone(word in "\\PC{0,12}") {
        let mut english = English::default();
        let stem = english.stem(&word);
        prop_assert!(word.is_ascii() || stem == word);
    }
}

#[test]
fn a_stem_can_have_a_stem() {
    let mut english = English::default();
    assert_eq!(english.stem("databases"), "databas");
    assert_eq!(english.stem("databas"), "databa");
}
