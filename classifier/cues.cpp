#include "classifier/cues.h"

namespace nhs::classifier {
namespace {

const std::vector<Cue>& value_cues() {
  static const std::vector<Cue> cues = {
      {"teamwork",
       "teamwork|team work|worked together|work together|working together|works together|joined up|"
       "joint*|collaborat*|partnership*|partner*|multidisciplinary|mdt|co ordinat*|coordinat*|liais*|"
       "together with|alongside|pulled together|hand in hand|between wards|between teams|both teams|"
       "whole team|one team"},
      {"disjointed",
       "handover*|hand over|passed from|pillar to post|passed around|lost referral|referral lost|"
       "referral was lost|no one talks|talk to each other|talking to each other|speak to each other|"
       "left hand|conflicting|contradict*|different advice|different story|different things|bounced|"
       "chase*|chasing|not joined|silo*|repeat my*|blame each other|fell between|falls between"},
      {"involved",
       "involv*|codesign*|coproduc*|co produc*|co design*|have your say|had a say|have a say|say in|"
       "consult*|feedback|asked us|asked patients|asked me what|asked what|you said|we did|we listened|"
       "lived experience|patient panel|patient voice|carers group|my decision|decided together|"
       "decisions about|part of the decision|shared decision*|survey*|suggestion*|share your views|"
       "your views"},
      {"candour",
       "apolog*|sorry|said sorry|admitted|own up|owned up|mistake*|duty of candour|got it wrong|"
       "we failed|held our hands"},
      {"courtesy",
       "friendly|polite*|courteous|courtesy|respect*|dignity|dignified|pleasant*|nice|lovely|welcoming|"
       "approachable|helpful|cheerful|cheery|smil*|manner*|well mannered|good natured|treated me like|"
       "treated as|treated us|treated with|as a person|like a human|by name|my name|first name|"
       "introduc*|hello my"},
      {"heard",
       "listen*|heard|explain*|answered all|answered my|answered every|talked me through|talked through|"
       "informed me|kept me informed|kept informed|open and honest|honest*|asked permission|asked if|"
       "asked me if|my choice|my wishes|her wishes|his wishes|their wishes|my preferences|preference*|"
       "consent*|privacy|private*|confidential*|curtain*|pronoun*|modesty|knocked|looked me in"},
      {"rudeness",
       "rude*|abrupt*|dismiss*|ignor*|attitude|patronis*|talked down|talked over|talk over|"
       "condescend*|arrogant|snapp*|shout*|eye roll|rolled her eyes|rolled his eyes|rolled their eyes|"
       "tutted|sigh*|laughed at|undermin*|belittl*|judg*|like a number|just a number|like a piece|"
       "treated like|unfriendly|unprofessional|humiliat*|embarrass*|degrad*|undignified|disrespect*|"
       "in the dark|nuisance|burden|"
       "without asking|didn't ask|never asked|not listened|never listened|in front of|wouldn't listen|"
       "didn't listen|doesn't listen|don't listen|brushed off|fobbed off|gaslit"},
      {"good_practice",
       "professional*|efficient*|prompt*|quick*|fast|swift*|thorough*|skill*|competen*|expert*|"
       "knowledgeable|clean*|spotless|tidy|safe|safely|safety|on time|well organised|well run|"
       "well looked after|looked after|good care|excellent care|great care|care was|care is|quality|"
       "high standard*|top standard|standard*|informative|information|advice|good food|food was|"
       "no wait*|short wait*|seen quickly|seen straight|straight away|smooth*|easy|reliable|careful*|"
       "attentive|first class|world class|organised|continuity|outstanding"},
      {"waiting",
       "wait*|queue*|delay*|late|cancel*|postpon*|rebook*|slow*|hours|backlog*|overdue|months|weeks for|"
       "on hold|no appointment*|can't get an|couldn't get|unable to get|long time|corridor|trolley*|"
       "trolleys|turned away"},
      {"faults",
       "dirty|filthy|mess*|error*|wrong|mistak*|missed|misdiagnos*|infection|sepsis|unsafe|danger*|"
       "short staffed|understaffed|staffing|no staff|not enough|shortage*|broken|lost|fail*|poor|"
       "cold food|pain relief|painkiller*|medication*|meds|equipment|parking|car park|temperature|noise|"
       "noisy|heating|uncomfortable|chaos|chaotic|disorgani*|shambles|incompeten*|careless|neglect*|"
       "never told|not told|no information|lack of"},
      {"raising_standards",
       "improv*|lessons|learning from|audit*|inspection|cqc|rated|award*|accredit*|training|trained|"
       "hygiene|hand washing|new equipment|target*|theatre*|scanner*|beds|capacity|falls|"
       "pressure ulcer*|patient safety|nice guidance"},
      {"kindness",
       "kind|kinder|kindest|kindly|kindness|caring|compassion*|gentl*|warm|warmth|warmly|comfort*|"
       "reassur*|patient with|so patient|very patient|patience|empath*|sympath*|understanding|"
       "supportive|thoughtful|tender*|hug|hugged|held my hand|held her hand|held his hand|"
       "holding her hand|holding my hand|sat with|stayed with|sit with|at ease|put me at|calm*|"
       "took the time|took time|time for me|nothing was too much|too much trouble|cared|love|heart*|"
       "angel*|cried with|made me feel|felt safe|relaxed"},
      {"coldness",
       "cold|uncaring|heartless|callous|unkind*|cruel*|no compassion|lack of compassion|no empathy|"
       "lack of empathy|lacking empathy|harsh*|couldn't care less|didn't care|don't care|doesn't care|"
       "left crying|left alone|on her own|on his own|on my own|in tears|nobody sat|no one came|alone"},
      {"better_lives",
       "recover*|independen*|life back|my life|saved|save lives|saved my|changed my life|life changing|"
       "life saving|back to work|back on my feet|walk*|healthier|healthy|wellbeing|well being|prevent*|"
       "screening|vaccin*|stop smoking|quit*|sober|clean for|lost weight|weight|exercise*|self care|"
       "self help|peer support|confidence|difference|helped me|helped a lot|help me|cope|coped|"
       "better now|feel better|feeling better|got me through|without you|without them|without him|"
       "without her|on the mend|back home|thanks to|research|trial*|innovat*|pilot*|breakthrough|rehab*|"
       "remission|all clear|healing|improved my|manage my"},
      {"worse_lives",
       "worse|worsen*|deteriorat*|died|death*|suicid*|relapse*|burnout|burnt out|burned out|exhausted|"
       "broke me|sick leave|off sick|leaving the|quit the|harm*|suffer*|ruined|lost my|never recovered|"
       "stress*|mental health"},
      {"fairness",
       "everyone|every one|equal*|inclusi*|inclusion|inequal*|fair|fairly|unfair*|discriminat*|racis*|"
       "sexis*|homophob*|transphob*|ableis*|ageis*|prejudice*|bias*|stigma*|divers*|accessib*|access|"
       "barrier*|left behind|nobody left|no one left|excluded|exclusion|marginalis*|underserved|"
       "seldom heard|hard to reach|postcode lottery|waste|wasted|wasting|resources|afford|cost of|"
       "poverty|food bank*|foodbank*|deprived|bus fare|fares|privilege*"},
      {"access_needs",
       "interpreter*|translat*|bsl|sign language|deaf*|blind|wheelchair*|ramp|ramps|lift|easy read|"
       "large print|braille|hearing loop|hearing aid*|disab*|autis*|neurodiver*|adhd|"
       "learning disabilit*|dementia|dyslex*|english isn't|speak english|don't speak|doesn't speak|"
       "speaks no|my language|her language|his language|polish|romanian|urdu|arabic|somali|welsh|"
       "punjabi|bengali|refugee*|asylum|migrant*|lgbt*|trans|gay|lesbian|non binary|muslim|mosque|black|"
       "asian|ethnic*|race|faith|religio*|halal|kosher|prayer|older people|elderly|online only|"
       "no internet|no smartphone|smartphone|digital*|the app|broadband|proof of address|no address|"
       "fixed address|id documents|carer*|young carers|prison*|rural|village*"},
  };
  return cues;
}

const std::vector<Cue>& group_cues() {
  static const std::vector<Cue> cues = {
      {"homeless_people",
       "homeless*|rough sleep*|rough sleeper*|roughsleep*|sleeping rough|slept rough|sleep rough|"
       "hostel*|sofa surf*|no fixed abode|no fixed address|nfa|night shelter*|shelter|street homeless*|"
       "on the streets|on the street|sleeping bag|in a tent|doorway*|vulnerably housed|"
       "temporary accommodation|temp accommodation|b&b|emergency housing|no address|living in my van|"
       "living in my car|in my car|nowhere to live|evict*|underpass|squat|big issue"},
      {"gypsies_and_travellers",
       "gypsy|gypsies|gyps*|roma|romany|romani|romanies|irish traveller*|traveller|travellers|"
       "traveling community|travelling community|travelling families|travelling people|grt|on the lane|"
       "roadside|on site|the site|our site|traveller site|caravan*|trailer*|trailers|pitches|"
       "halting site|showmen|boaters|boat dwell*|appleby|new age travel*"},
      // Beside the above, what can mean nobody else.
      {"names_homeless",
       "homeless*|rough sleep*|roofless|unsheltered|no fixed abode|street homeless*|sofa surf*"},
      {"names_travellers",
       "gypsy|gypsies|romany|romani|grt|gypsy traveller*|irish traveller*|showmen|showman|showman's|"
       "showpeople|travelling showm*"},
      {"names_sex_workers", "sex work*|sexwork*|selling sex|sells sex|sell sex|sold sex|prostitut*"},
      {"names_fgm", "fgm|fgmc|genital mutilation|genital cutting|deinfibulat*|de infibulat*|infibulat*"},
      {"traveller_false_friends",
       "train travel*|rail travel*|travellers cheque*|time traveller*|business traveller*|travelling to|"
       "travelling by|travelling for|travelling from|travel to|traveller's diarrhoea|travel vaccin*|"
       "camper|holiday|holidays|air travel*"},
      {"sex_workers",
       "sex work*|sexworker*|sex trade|selling sex|sell sex|sold sex|sells sex|escort*|brothel*|"
       "prostitut*|on the game|street working|working girl*|working women|red light|managed area|"
       "the beat|ugly mug*|punter*|red umbrella|indoor work*|parlour*|massage parlour*|client*"},
      {"sex_false_friends",
       "sex of|same sex|sex education|sex life|safe sex|single sex|sex ed|baby's sex|opposite sex"},
      {"fgm",
       "fgm|fgmc|female genital|genital mutilation|genital cutting|cutting season|was cut|been cut|"
       "being cut|is cut|were cut|cut as a|cut at|cut when|the cut|deinfibulat*|de infibulat*|"
       "infibulat*|type 3|type iii|circumcis*|survivor of fgm|flesh|daughters cut|to be cut"},
      {"cutting_false_friends",
       "cutting waiting|cuts to|cut waiting|cutting costs|budget cuts|cutting edge|cut my|cut the|"
       "cut down|short cut|haircut|cutting the"},
  };
  return cues;
}

const std::vector<Cue>& kind_cues() {
  static const std::vector<Cue> cues = {
      {"commits",
       "pledge*|pledging|i will|i'll|we will|we'll|our promise|promise*|promising|vow*|commit*|"
       "committing|committed to|commitment|resolv*|i'm going to|we're going to|we are going to|"
       "i am going to|from now on|from today|from monday|starting today|signed up|sign up to|undertake|"
       "i intend|my goal|goal for|this year i|this week i|no more|never again|on my honour|sworn|"
       "hold me to|hold us to|making it my|making a point|my aim|our aim|new year"},
      {"announces",
       "join us|register|book now|booking|apply|closing|vacancy|vacancies|hiring|recruit*|salary|band|"
       "hrs|event|webinar|workshop|conference|launch*|opens|opening|open day|opened|announce*|unveil*|"
       "published|publish*|new report|report|read more|details|link|via|live|today|tomorrow|tonight|"
       "this saturday|drop in|free|congratulations|congrats|winner*|shortlisted|nominated|delighted to|"
       "proud to|pleased to|approv*|trust board|icb|minister|council|study|finds|figures|watch|podcast|"
       "blog|episode|deadline|funding|funded|million|thread|breaking"},
      {"calls",
       "should|must|needs to|need to|ought|why is|why are|why do|why does|why can't|it's time|time to|"
       "petition|demand|let's|stop|imagine|unpopular opinion|in my opinion|imo|imho|i think|i believe|"
       "if we|if you|we need|they need|there should|could be|would be|more staff|fund*|government|"
       "politic*|tories|labour|system|nobody should|no one should|please|scrap|bring back|pay"},
      {"tells",
       "my mum|my dad|my mother|my father|my son|my daughter|my husband|my wife|my nan|my gran|"
       "my grandad|my partner|my|i was|i had|i went|i've|i am|i'm|we were|told me|asked me|gave me|"
       "last week|last night|yesterday|this morning|today|ward|appointment|surgery|a&e|ambulance|nurse|"
       "midwife|consultant|doctor|gp|receptionist|shift|my shift|night shift|discharged|admitted|"
       "diagnos*|operation|scan|clinic"},
      {"chatter",
       "good morning|morning all|happy|lol|haha*|follow me|check out|dm me|giveaway|buy|sale|discount|"
       "crypto|bitcoin|weather|football|anyone|who else|wrong tag|ignore this|test|testing|oops|nothing"},
  };
  return cues;
}

const std::vector<Cue>& attitude_cues() {
  static const std::vector<Cue> cues = {
      {"praise",
       "thank*|grateful|brilliant*|excellent*|amazing*|fantastic*|wonderful*|superb*|great|good|best|"
       "better|awesome|fabulous|perfect*|impress*|pleased|happy|delight*|proud|love*|loved|lovely|"
       "beautiful|exceptional|outstanding|marvellous|super|stars|legend*|hero*|credit to|well done|"
       "kudos|shout out|hats off|bless|appreciat*|recommend|enjoy*|glad|fab|ace|top notch|spot on|"
       "smashing|champion|reyt good|excited|congrat*|yay|win|winning|won|fun|beautiful|cool|nice|hope"},
      {"blame",
       "bad|terrible|awful|appalling*|disgust*|disgrace*|shocking|horr*|worst|poor|rubbish|useless|"
       "pathetic|unacceptable|disappoint*|angry|furious|fuming|upset*|frustrat*|annoy*|sad|sadly|shame*|"
       "ashamed|ridiculous|joke|nightmare|hate*|sick of|fed up|let down|unhappy|worr*|scared|fear*|"
       "terrif*|crap|shit|fuck*|damn|hell|wtf|sucks|suck|kill*|stupid|idiot*|boring|broken|crying|cry|"
       "hurt*|pain*|miss|missing|tired|ugh|unfortunately|disaster|scandal*|betray*|lies|lying|liar|evil|"
       "attack*|threat*|not good|not great|not happy|not once|could be better|room for improvement"},
      {"no_fault",
       "no complaint*|no problem*|no issues|no concerns|can't fault|couldn't fault|"
       "no fault|not fault|faultless|nothing to improve|nothing to complain|"
       "nothing bad|nothing negative|couldn't ask for|couldn't have asked|could not have|"
       "couldn't have been|nothing but praise|nothing too much|nothing is too|nothing was too|"
       "never a problem|without fail|no worries|no delay*|no waiting|didn't have to wait|not a problem|"
       "never rushed|not rushed|never felt rushed|didn't feel rushed|not once was i|not once did"},
      {"contrast", "but|however|although|though|except|apart from|despite|only thing|shame|otherwise"},
  };
  return cues;
}

}  // namespace

const std::vector<Cue>& cues() {
  static const std::vector<Cue> all = [] {
    std::vector<Cue> joined;
    for (const auto* part : {&value_cues(), &group_cues(), &kind_cues(), &attitude_cues()})
      joined.insert(joined.end(), part->begin(), part->end());
    return joined;
  }();
  return all;
}

}  // namespace nhs::classifier
